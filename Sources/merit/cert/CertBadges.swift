import Certification
import Formats
import Glibc
import Terminal
import Workspace

extension Verb {
  static let certBadges = Verb(
    "cert", "badges", arguments: ["LADDER"],
    options: [
      Option("--url", "ADDRESS", en: "where the documents will stand on the web", zh: "网站上的存放地址"),
      Option("--out", "DIR", en: "the folder to write them to", zh: "输出目录"),
      Option("--email", "ADDRESS", en: "the issuer's, where the ladder names none", zh: "发证方邮箱"),
    ], needs: ["--out", "--url"], en: "write a ladder's certificates as Open Badges 2.0",
    zh: "导出 Open Badges 2.0",
    example: "merit cert badges hotline --url https://badges.example.org --out badges --email hr@example.org"
  ) { session, input in
    let folder = try input.required("--out")
    let documents = try CertificationDesk(try session.occasion(readOnly: true)).badges(
      input.argument(0), base: input.required("--url"), email: input.value("--email"))
    for name in ["", "/badges", "/assertions"] { mkdir(folder + name, 0o755) }
    for (path, document) in documents {
      try session.write(Array((document.text + "\n").utf8), to: "\(folder)/\(path)", mode: 0o644)
    }
    session.report(.object([("documents", .int(documents.count)), ("folder", .string(folder))])) {
      session.say(
        session.word(
          "\(documents.count) documents in '\(folder)'; put them on the web under that address",
          "\(folder) 中 \(documents.count) 个文件；请放到该地址下"))
    }
    return .done
  }

  static let certCheck = Verb(
    "cert", "check", arguments: ["FILE…"],
    options: [
      Option(
        "--map", "ADDRESS=DIR", en: "where documents of an address lie, separated by commas", zh: "地址与目录的对应"),
      Option("--date", "DATE", en: "as of this day; now unless said", zh: "检查日期"),
    ], en: "check Open Badges 2.0, hosted", zh: "检查 Open Badges",
    example: "merit cert check badges/assertions/7K2M9QXD4TBA.json --map https://badges.example.org/=badges/"
  ) { session, input in
    let pairs = (input.value("--map") ?? "").split(separator: ",").compactMap { pair in
      pair.firstIndex(of: "=").map { (String(pair[..<$0]), String(pair[pair.index(after: $0)...])) }
    }
    let now = try input.day("--date").map { day in
      try Zone(named: "UTC").instant(of: CivilTime(day: day, secondOfDay: 0, offset: 0))
    }
    let checks = try input.arguments.map { path in
      (
        path,
        BadgeCheck(
          try InputFile.bytes(of: path), now: now ?? session.now,
          place: { address in
            pairs.first { address.hasPrefix($0.0) }.map { $0.1 + address.dropFirst($0.0.count) }
          }, lookup: { place in place.contains("..") ? nil : try? InputFile.bytes(of: place) })
      )
    }
    session.report(
      .array(
        checks.map { path, check in
          .object([
            ("file", .string(path)), ("verdict", .string(check.verdict.rawValue)),
            ("errors", .array(check.errors.map(JSON.string))),
            ("warnings", .array(check.warnings.map(JSON.string))),
          ])
        })
    ) {
      for (path, check) in checks {
        session.say("\(path): \(check.verdict.rawValue)")
        for finding in check.errors + check.warnings { session.say("  \(finding)") }
      }
    }
    return checks.allSatisfy { $0.1.errors.isEmpty } ? .done : .no
  }
}
