import Exams
import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let examAnalyse = Verb(
    "exam", "analyse", arguments: ["ID"],
    options: [Option("--options", en: "show how often each option was chosen", zh: "显示各选项选择情况")],
    en: "how an exam's questions did, with what deserves a look", zh: "试题质量分析",
    example: "merit exam analyse hotline-five-1"
  ) { session, input in
    let analysis = try StudyDesk(try session.occasion(readOnly: true), exam: input.argument(0)).analysis()
    session.report(ExamAnalysis.form.json(analysis)) {
      func figure(_ value: Double?, _ places: Int = 3) -> String { ItemAnalysisText.figure(value, places) }
      session.say(
        session.word(
          "\(analysis.sittings) sittings, mean \(figure(analysis.meanShare.map { 100 * $0 }, 2)) %, sd \(figure(analysis.deviation.map { 100 * $0 }, 2)), alpha \(figure(analysis.alpha)), standard error \(figure(analysis.standardError, 2))",
          "\(analysis.sittings) 人次，平均 \(figure(analysis.meanShare.map { 100 * $0 }, 2)) %，标准差 \(figure(analysis.deviation.map { 100 * $0 }, 2))，信度 \(figure(analysis.alpha))，标准误 \(figure(analysis.standardError, 2))"
        ))
      if analysis.alpha == nil {
        session.say(
          session.word(
            "papers differ, so alpha over places would mean nothing; each question is set against the rest of its papers",
            "试卷各不相同，不计算整卷 α；每题与其所在试卷其余部分比较"))
      }
      var table = AlignedTable(
        [
          session.word("question", "题目"), "n", session.word("facility", "得分率"), session.word("discr.", "区分度"),
          "±",
          session.word("eff. %", "效率 %"), session.word("weight %", "有效权重 %"), "",
        ], numbers: [1, 2, 3, 4, 5, 6])
      for item in analysis.items {
        let figures = item.figures
        table.add([
          item.question.id, "\(figures.count)", figure(figures.facility), figure(figures.discrimination),
          figure(figures.discriminationError), figure(figures.efficiency, 1), figure(item.effectiveWeight, 1),
          item.flags.isEmpty ? "" : "!",
        ])
      }
      session.show(table)
      for item in analysis.items where !item.flags.isEmpty {
        session.say(
          "\(item.question.id): " + item.flags.map { session.word($0.words) }.joined(separator: "; "))
      }
      guard input.flag("--options") else { return }
      for item in analysis.items where !item.options.isEmpty {
        session.say("\n\(item.question.id)")
        var options = AlignedTable(
          [
            "", session.word("option", "选项"), "n", session.word("best 27 %", "高分组"),
            session.word("worst 27 %", "低分组"),
          ],
          numbers: [2, 3, 4])
        for option in item.options {
          options.add([
            option.isKey ? "=" : "", "\(option.letter)  \(String(option.text.prefix(40)))", "\(option.count)",
            "\(option.upper)", "\(option.lower)",
          ])
        }
        session.show(options)
      }
    }
    return .done
  }

  static let examEquate = Verb(
    "exam", "equate", arguments: ["ID"],
    en: "put different papers on one scale, and show what it would make of each pass decision", zh: "试卷等值",
    example: "merit exam equate hotline-five-1"
  ) { session, input in
    guard
      let equating = try StudyDesk(try session.occasion(readOnly: true), exam: input.argument(0)).equating()
    else {
      throw Refusal.noModel(input.argument(0))
    }
    let named = equating.leftOut.prefix(5).joined(separator: ", ") + (equating.leftOut.count > 5 ? " …" : "")
    let turned = equating.turned
    session.report(Equating.resultForm.json(equating)) {
      session.say(
        session.word(
          "\(equating.form.rawValue) model over \(equating.modelled) questions\(equating.leftOut.isEmpty ? "" : ", without \(equating.leftOut.count) that the able get wrong (\(named))"): \(turned.count) of \(equating.rows.count) decisions would differ",
          "\(equating.form.rawValue) 模型，\(equating.modelled) 题\(equating.leftOut.isEmpty ? "" : "，剔除高分考生反而答错的 \(equating.leftOut.count) 题（\(named)）")：\(equating.rows.count) 个及格判定中 \(turned.count) 个会不同"
        ))
      var table = AlignedTable(
        [
          session.word("sitting", "考试号"), session.word("staff", "工号"), session.word("score", "成绩"),
          session.word("equated", "等值后"), session.word("change", "调整"), "±", session.word("decision", "判定"),
        ], numbers: [0, 2, 3, 4, 5])
      func word(_ flag: Bool) -> String {
        flag ? session.word("passed", "通过") : session.word("failed", "不通过")
      }
      for row in equating.rows {
        let passed = row.sitting.outcome?.isPassed ?? false
        table.add([
          "\(row.sitting.id)", row.sitting.staff, row.score.description,
          ItemAnalysisText.figure(row.equated, 2),
          ItemAnalysisText.figure(row.adjustment, 2), ItemAnalysisText.figure(row.error, 2),
          passed == row.passesEquated ? word(passed) : "\(word(passed)) → \(word(row.passesEquated))",
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let examIntegrity = Verb(
    "exam", "integrity", arguments: ["ID"],
    en: "what a person should look at: equal wrong answers, hasty and late changes; never a verdict",
    zh: "考试诚信线索，仅供人工复核",
    example: "merit exam integrity hotline-five-1"
  ) { session, input in
    let found = try StudyDesk(try session.occasion(readOnly: true), exam: input.argument(0)).integrity()
    session.report(Integrity.form.json(found)) {
      session.say(
        session.word(
          "\(found.pairs.count) of \(found.pairCount) pairs share \(Integrity.leastEEIC) wrong answers or more and differ in no more; among \(found.baseIsOtherRooms ? "pairs from different rooms" : "all pairs") \(found.baseRate.hits) of \(found.baseRate.of) do",
          "\(found.pairCount) 对中 \(found.pairs.count) 对有 \(Integrity.leastEEIC) 个以上相同错误且不少于不同答案；\(found.baseIsOtherRooms ? "不同考场的" : "全部")考生对中为 \(found.baseRate.hits)/\(found.baseRate.of)"
        ))
      if !found.pairs.isEmpty {
        var table = AlignedTable(
          [
            "", "", session.word("common", "共同题"), "EEIC", "EIC", "D", "EEIC/D", session.word("seats", "座位"),
          ], numbers: [2, 3, 4, 5, 6])
        for pair in found.pairs.prefix(50) {
          table.add([
            pair.a.staff, pair.b.staff, "\(pair.common)", "\(pair.counts.eeic)", "\(pair.counts.eic)",
            "\(pair.counts.d)",
            ItemAnalysisText.figure(pair.counts.ratio, 2),
            pair.areNeighbours.map {
              $0 ? session.word("next to each other", "邻座") : session.word("apart", "不邻座")
            } ?? "–",
          ])
        }
        session.show(table)
      }
      for entry in found.hasty {
        session.say(
          session.word(
            "\(entry.sitting.staff): \(entry.questions) of \(entry.answered) answers right sooner than the text can be read",
            "\(entry.sitting.staff)：\(entry.answered) 题中 \(entry.questions) 题未及读完即答对"))
      }
      for entry in found.lateChanges {
        session.say(
          session.word(
            "\(entry.sitting.staff): \(entry.wrongToRight) answers changed from wrong to right in the last tenth of the time",
            "\(entry.sitting.staff)：最后十分之一时间内 \(entry.wrongToRight) 题由错改对"))
      }
      session.say(
        session.word(
          "This is a list for a person to look at; innocent people stand on it too.", "以上线索须由人复核，其中会有无辜者。"))
    }
    return .done
  }
}
