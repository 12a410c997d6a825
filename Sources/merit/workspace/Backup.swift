import Formats
import Glibc
import Service
import SQLite
import Workspace

extension Verb {
  static let backup = Verb(
    "backup", arguments: ["FILE"], en: "copy the workspace while work goes on", zh: "在线备份工作区",
    example: "merit backup merit-2026-10-01.db"
  ) { session, input in
    let path = input.argument(0)
    if InputFile.exists(path) {
      throw Refusal(.cannotCreate, "'\(path)' exists already", "choose another name")
    }
    let workspace = try session.open(readOnly: true)
    let temporary = "\(path).part"
    unlink(temporary)
    let descriptor = Glibc.open(temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Refusal(
        .cannotCreate, "'\(path)' cannot be written: \(String(cString: strerror(errno)))",
        "choose another place")
    }
    close(descriptor)
    do { try workspace.database.backup(to: temporary) } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      throw Refusal(
        .cannotCreate, "'\(path)' cannot be written: \(String(cString: strerror(errno)))",
        "choose another place")
    }
    let head = try Audit(try Workspace.open(at: path, migrations: House.migrations, readOnly: true).database)
      .head()
    session.report(.object([("file", .string(path)), ("audit_head", .string(head))])) {
      session.say(session.word("copied to \(path)\naudit head \(head)", "已备份到 \(path)\n审计链头 \(head)"))
    }
    return .done
  }

  static let restore = Verb(
    "restore", arguments: ["FILE"], options: [yes],
    en: "put a backup in the workspace's place; what was there is kept", zh: "恢复备份，原文件保留",
    example: "merit restore merit-2026-10-01.db"
  ) { session, input in
    let source = input.argument(0)
    let backup = try Workspace.open(at: source, migrations: House.migrations, readOnly: true)
    let faults = try House.faults(in: backup)
    guard faults.isEmpty else {
      throw Refusal(
        .badData, "the backup '\(source)' is damaged: \(faults.joined(separator: "; "))",
        "use another backup; nothing was replaced")
    }
    let kept = "\(session.path).before-\(session.now.description.filter { $0.isNumber })"
    if InputFile.exists(session.path) {
      try session.confirm(
        "Replace '\(session.path)' by '\(source)'? What is there now is kept as '\(kept)'.", input)
    }
    let temporary = "\(session.path).part"
    unlink(temporary)
    try backup.database.backup(to: temporary)
    chmod(temporary, 0o600)
    if InputFile.exists(session.path) {
      // The journal's companions are folded in first, so that the kept file is whole by itself.
      let current = try? Connection(path: session.path, mode: .readWrite)
      try? current?.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
      guard rename(session.path, kept) == 0 else {
        throw Refusal(
          .cannotCreate, "'\(session.path)' cannot be moved away: \(String(cString: strerror(errno)))",
          "mend the folder's rights")
      }
      for companion in ["-wal", "-shm"] { unlink(session.path + companion) }
    }
    guard rename(temporary, session.path) == 0 else {
      throw Refusal(
        .cannotCreate, "'\(session.path)' cannot be written: \(String(cString: strerror(errno)))",
        "mend the folder's rights")
    }
    let occasion = try session.occasion()
    try occasion.record("restore", of: source, content: source) {}
    session.report(
      .object([
        ("workspace", .string(session.path)), ("kept", InputFile.exists(kept) ? .string(kept) : .null),
      ])
    ) {
      session.say(
        session.word("restored \(session.path); before: \(kept)", "已恢复 \(session.path)；原文件：\(kept)"))
    }
    return .done
  }
}
