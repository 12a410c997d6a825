import Exams
import Formats
import Terminal
import Training
import Workforce
import Workspace

extension Verb {
  static let examPapers = Verb(
    "exam", "papers", arguments: ["ID"],
    options: [Option("--staff", "FILE", en: "a table with a column 'id': whose papers", zh: "考生名单，含 id 列")],
    en: "print the papers of people who sit on paper, and tell how far all papers differ", zh: "输出纸质试卷与试卷难度差",
    example: "merit exam papers hotline-five-1 --staff list.csv --json"
  ) { session, input in
    let occasion = try session.occasion()
    let desk = ExamDesk(occasion)
    let id = input.argument(0)
    let table = try input.value("--staff").map { try TableReader(path: $0, shape: StaffList.shape) }
    let papers = try table.map { try desk.papers(id, staff: $0) } ?? []
    let room = try ExamRoom(occasion, exam: id)
    let spread = try desk.spread(of: id)
    let language = session.isChinese ? "zh-Hans" : "en"
    session.report(
      PrintedPapers.form.json(PrintedPapers(papers, of: room, spread: spread, language: language))
    ) {
      for paper in papers {
        Screen.write("\n\u{c}\(session.word(room.blueprint.head.title))  \(paper.staff)\n\n")
        for (place, item) in paper.items.enumerated() {
          guard let question = room.text(of: item, language: language) else { continue }
          for line in QuestionText.lines(
            question, item: item, number: place + 1, of: paper.items.count, width: 80,
            chinese: session.isChinese)
          {
            Screen.write(line + "\n")
          }
        }
      }
      func percent(_ points: Int?) -> String { points.map { decimalText($0, places: 2) } ?? "–" }
      session.notice(
        session.word(
          "\(spread.papers) papers dealt, expected facility from \(percent(spread.least)) to \(percent(spread.greatest)) %, at most \(percent(spread.bound)) % apart",
          "已组卷 \(spread.papers) 份，预期得分率 \(percent(spread.least))–\(percent(spread.greatest)) %，允许相差 \(percent(spread.bound)) %"
        ))
    }
    return .done
  }

  static let examAnswers = Verb(
    "exam", "answers", arguments: ["ID", "FILE"], options: [dryRun], en: "take in answers given on paper",
    zh: "导入纸质答卷", example: "merit exam answers hotline-five-1 answers.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(1), shape: AnswerSheets.shape)
    session.report(
      try AnswerSheetDesk(try session.occasion()).importAnswers(
        input.argument(0), table, language: session.isChinese ? "zh-Hans" : "en",
        dryRun: input.flag("--dry-run")))
    return .done
  }

  static let examVerify = Verb(
    "exam", "verify", arguments: ["ID"],
    en: "deal every paper of a released exam again from its seed, and compare",
    zh: "按种子重新组卷并核对", example: "merit exam verify hotline-five-1"
  ) { session, input in
    let found = try ProofDesk(try session.occasion(readOnly: true)).verify(input.argument(0))
    session.report(ProofDesk.Verification.form.json(found)) {
      session.say(
        session.word(
          "seed \(found.seed): \(found.papers) papers dealt again, \(found.different.count) different",
          "种子 \(found.seed)：重新组卷 \(found.papers) 份，不一致 \(found.different.count) 份"))
      for name in found.different { session.say("  \(name)") }
    }
    return found.different.isEmpty ? .done : .no
  }

  static let examProve = Verb(
    "exam", "prove", arguments: ["SITTING"],
    en: "show that what was typed is what was marked", zh: "核对作答记录与评分", example: "merit exam prove 12"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let zone = occasion.workspace.zone
    let proof = try ProofDesk(occasion).prove(try input.sitting(0))
    session.report(ProofDesk.Proof.form.json(proof)) {
      var table = AlignedTable(
        [
          session.word("at", "时间"), session.word("question", "题号"), session.word("response", "作答"),
          session.word("chain", "链"),
        ], numbers: [1])
      for entry in proof.entries {
        table.add([
          zone.text(entry.at), "\(entry.place + 1)", String(entry.stored.prefix(40)),
          String(hexText(entry.head).prefix(12)),
        ])
      }
      session.show(table)
      session.say(
        proof.holds
          ? proof.sitting.submitted == nil
            ? session.word(
              "the chain of \(proof.entries.count) entries is whole; the paper is not handed in yet",
              "\(proof.entries.count) 条记录的链完整，尚未交卷")
            : session.word(
              "the chain of \(proof.entries.count) entries is whole and ends as it was submitted; marked again it earns the same",
              "\(proof.entries.count) 条记录的链完整，与交卷时一致，重新评分结果相同")
          : session.word("the journal does not prove the result", "作答记录与成绩不符"))
      if let row = proof.brokenAt {
        session.say(session.word("entry \(row + 1) was changed", "第 \(row + 1) 条被改动"))
      }
      for place in proof.otherwiseMarked {
        session.say(session.word("question \(place + 1) is marked otherwise", "第 \(place + 1) 题评分不一致"))
      }
    }
    return proof.holds ? .done : .no
  }
}
