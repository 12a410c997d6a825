import Formats
import Glibc
import Performance
import Terminal
import Workspace

extension Verb {
  static let quarterStatus = Verb(
    "quarter", "status", arguments: ["Q"],
    en: "how a quarter stands: what is missing, and who has to bring it",
    zh: "查看季度状态及待办", example: "merit quarter status 2026Q3"
  ) { session, input in
    let status = try QuarterStatusDesk(try session.occasion(readOnly: true)).status(
      of: try input.quarter(input.argument(0)))
    session.report(QuarterStatusDesk.Status.form.json(status)) { show(status, session) }
    return .done
  }

  private static func show(_ status: QuarterStatusDesk.Status, _ session: Session) {
    let (state, hash) = (
      session.word(QuarterStatusDesk.Status.words(ofState: status.state)), status.hash.map { "  \($0)" } ?? ""
    )
    session.say("\(status.quarter)\(session.word(": ", "："))\(state)\(hash)")
    if let publication = status.publication, status.state == "published" {
      session.say(
        session.word(
          "objections until \(publication.until); \(status.confirmed) of \(status.people) have confirmed",
          "异议期至 \(publication.until)；\(status.people) 人中 \(status.confirmed) 人已确认"))
    }
    for revision in status.revisions where status.revisions.count > 1 || !revision.reason.isEmpty {
      session.say(
        session.word(
          "revision \(revision.number), \(revision.at.prefix(10)) by \(revision.by): \(revision.reason)",
          "第 \(revision.number) 版，\(revision.at.prefix(10)) \(revision.by)：\(ClosingDesk.Haste.words(of: revision.reason).zh)"
        ))
    }
    guard !status.missing.isEmpty else {
      if status.state != "closed" { session.say(session.word("nothing is missing", "无待办")) }
      return
    }
    var table = AlignedTable(
      [
        session.word("owner", "责任人"), session.word("n", "数量"), session.word("what", "事项"),
        session.word("whom or which", "对象"),
      ], numbers: [1])
    for item in status.missing {
      let more = item.count > item.subjects.prefix(4).count ? " …" : ""
      table.add([
        session.word(QuarterStatusDesk.Status.words(ofOwner: item.owner)), "\(item.count)",
        session.word(item.what),
        item.subjects.prefix(4).joined(separator: ", ") + more,
      ])
    }
    session.show(table)
  }

  static let quarterVerify = Verb(
    "quarter", "verify", arguments: ["Q"],
    options: [
      Option("--archive", "DIR", en: "verify an archived folder; no workspace is needed", zh: "校验归档目录，无需工作区"),
      Option(
        "--hash", "HASH", en: "the hash that it must have, as it was printed at the close", zh: "关闭时的校验码"),
    ], en: "settle a closed quarter again from its frozen inputs, and compare byte for byte",
    zh: "由冻结依据重算并逐字节比对", example: "merit quarter verify 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let findings: [VerifyDesk.Finding]
    if let folder = input.value("--archive") {
      findings = [try archived(folder, quarter, wanted: input.value("--hash"))]
    } else {
      findings = try VerifyDesk(try session.occasion(readOnly: true)).verify(quarter)
    }
    session.report(VerifyDesk.Finding.form.json(findings)) {
      for finding in findings {
        let name =
          finding.revision > 0
          ? session.word("revision \(finding.revision)", "第 \(finding.revision) 版") : quarter.description
        if finding.faults.isEmpty {
          session.say(
            session.word(
              "\(name): \(finding.people) results settled again, byte for byte the same\n  \(finding.hash)",
              "\(name)：重算 \(finding.people) 人，逐字节一致\n  \(finding.hash)"))
        }
        for fault in finding.faults { session.say("\(name): \(fault)") }
      }
    }
    return findings.allSatisfy(\.faults.isEmpty) ? .done : .no
  }

  /// Settles an archived quarter again, and holds every file of the folder against its manifest.
  private static func archived(
    _ folder: String, _ quarter: Quarter, wanted: String?
  ) throws -> VerifyDesk.Finding {
    func part(_ name: String) throws -> [UInt8] { try InputFile.bytes(of: "\(folder)/\(name)") }
    func word(_ name: String) throws -> String {
      String(decoding: try part(name), as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(
        String.init) ?? ""
    }
    let frozen = FrozenQuarter(
      head: try part("head.txt"), schemes: try part("schemes.txt"), inputs: try part("inputs.txt"),
      results: try part("results.txt"))
    let finding = try VerifyDesk.finding(
      frozen, revision: 0, hash: try wanted ?? word("HASH"), quarter: quarter)
    var faults = finding.faults
    for line in String(decoding: try part("MANIFEST"), as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      guard words.count == 2, InputFile.exists("\(folder)/\(words[1])") else {
        faults.append("'\(words.last ?? "")' of the manifest is missing")
        continue
      }
      if hexText(SHA256.hash(try part(words[1]))) != words[0] {
        faults.append("'\(words[1])' is not as it was archived")
      }
    }
    return VerifyDesk.Finding(
      revision: 0, hash: finding.hash, people: finding.people, faults: faults)
  }
}
