import Formats
import Service
import Terminal
import Workspace

extension Verb {
  static let schemeLoad = Verb(
    "scheme", "load", arguments: ["FILE…"], options: [dryRun],
    en: "load schemes: scorecards, blueprints, pay …", zh: "装入方案",
    example: "merit scheme load schemes/performance-hotline-agent.json5"
  ) { session, input in
    let files = try input.arguments.map { (name: $0, bytes: try InputFile.bytes(of: $0)) }
    let outcomes = try SchemeDesk(try session.occasion(), kinds: House.schemeKinds).load(
      files, dryRun: input.flag("--dry-run"))
    session.report(SchemeDesk.Outcome.form.json(outcomes)) {
      for outcome in outcomes {
        session.say(
          outcome.isNew
            ? input.flag("--dry-run")
              ? session.word("\(outcome.label): would be loaded", "\(outcome.label)：待装入")
              : session.word("\(outcome.label): loaded", "\(outcome.label)：已装入")
            : session.word("\(outcome.label): there already", "\(outcome.label)：已存在"))
        for other in outcome.lacks {
          session.say(
            session.word(
              "  it names the \(other.kind) '\(other.id)', which is not there yet; load that one too",
              "  其中引用的 \(other.kind)“\(other.id)”尚未装入，请一并装入"))
        }
      }
    }
    return .done
  }

  static let schemeList = Verb(
    "scheme", "list", en: "list the schemes", zh: "列出方案", example: "merit scheme list"
  ) { session, _ in
    let schemes = try SchemeRecords(try session.open(readOnly: true).database).all()
    session.report(Scheme.listForm.json(schemes)) {
      var table = AlignedTable(
        [
          session.word("kind", "类别"), session.word("id", "编号"), session.word("version", "版本"),
          session.word("in force from", "生效日期"), session.word("hash", "校验码"),
        ],
        numbers: [2])
      for scheme in schemes {
        table.add([
          scheme.kind, scheme.id, "\(scheme.version)", scheme.inForce.description,
          String(scheme.hash.prefix(12)),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let schemeShow = Verb(
    "scheme", "show", arguments: ["ID"],
    options: [
      Option("--version", "N", en: "which version; the newest unless said", zh: "版本，默认最新"),
      Option("--kind", "KIND", en: "where several kinds share an id", zh: "类别，用于同名方案"),
    ], en: "print a scheme as it was loaded", zh: "显示方案原文",
    example: "merit scheme show hotline-call --version 1"
  ) { session, input in
    let version = try input.integer("--version", in: 1...100_000)
    let scheme = try SchemeRecords(try session.open(readOnly: true).database).only(
      input.argument(0), version: version, kind: input.value("--kind"))
    session.report(Scheme.form.json(scheme)) { session.say(scheme.text) }
    return .done
  }
}
