import Formats
import Glibc
import Service
import Workforce
import Workspace

extension Verb {
  static let initialise = Verb(
    "init", arguments: ["DIR?"],
    options: [
      Option(
        "--zone", "ZONE", en: "the time zone, an IANA name; Asia/Shanghai unless said",
        zh: "时区，默认 Asia/Shanghai")
    ],
    en: "make a workspace with the standard schemes", zh: "新建工作区并装入标准方案",
    example: "merit init demo --zone Asia/Shanghai"
  ) { session, input in
    let zone = try Zone(named: input.value("--zone") ?? Zone.standard)
    let folder = input.optionalArgument(0)
    if let folder, mkdir(folder, 0o755) != 0, errno != EEXIST {
      throw Refusal(
        .cannotCreate, "folder '\(folder)' cannot be made: \(String(cString: strerror(errno)))",
        "choose another place")
    }
    let path = folder.map { "\($0)/merit.db" } ?? session.path
    let workspace = try Workspace.create(at: path, zone: zone, migrations: House.migrations)
    try AccountDesk.appoint(session.account, in: workspace, at: session.now)
    let occasion = Occasion(
      workspace, actor: try AccountDesk.actor(named: session.account, in: workspace), now: session.now)
    let defaults = try House.defaults()
    _ = try SchemeDesk(occasion, kinds: House.schemeKinds).load(defaults)
    let schemes = (folder ?? ".") + "/schemes"
    mkdir(schemes, 0o755)
    for scheme in defaults where !InputFile.exists("\(schemes)/\(scheme.name)") {
      try session.write(scheme.bytes, to: "\(schemes)/\(scheme.name)", mode: 0o644)
    }
    session.report(
      .object([
        ("workspace", .string(path)), ("zone", .string(zone.name)),
        ("administrator", .string(session.account)),
        ("schemes", .array(defaults.map { .string("\(schemes)/\($0.name)") })),
      ])
    ) {
      session.say(
        session.word(
          "made \(path) in zone \(zone.name); '\(session.account)' administers it\n\(defaults.count) standard schemes are loaded, and stand in \(schemes) to be edited",
          "已创建 \(path)，时区 \(zone.name)，管理员为 '\(session.account)'\n已装入 \(defaults.count) 个标准方案，可在 \(schemes) 中编辑"
        ))
    }
    return .done
  }
}
