import Formats
import Glibc
import SQLite
import Service
import Workforce
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
    let occasion = try session.occasion(readOnly: true)
    try occasion.require(.administrator, to: "copy the workspace")
    let workspace = occasion.workspace
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
    let backup = try open(source)
    let faults = try House.faults(in: backup)
    guard faults.isEmpty else {
      throw Refusal(
        .badData, "the backup '\(source)' is damaged: \(faults.joined(separator: "; "))",
        "use another backup; nothing was replaced")
    }
    // Who restores must administer what comes and what goes.
    let actor = try AccountDesk.actor(named: session.account, in: backup)
    try Occasion(backup, actor: actor, now: session.now).require(.administrator, to: "restore a backup")
    let hadWorkspace = InputFile.exists(session.path)
    let stamp = session.now.description.filter { $0.isNumber }
    let kept =
      (1...).lazy.map { "\(session.path).before-\(stamp)-\($0)" }.first { !InputFile.exists($0) } ?? ""
    if hadWorkspace {
      if let current = try? session.occasion() { try current.require(.administrator, to: "restore a backup") }
      try session.confirm(
        session.word(
          "Replace '\(session.path)' by '\(source)'? What is there now is kept as '\(kept)'.",
          "用 '\(source)' 替换 '\(session.path)'？现有文件保留为 '\(kept)'。"), input)
      try foldJournal(session.path)
    }
    let temporary = "\(session.path).part"
    unlink(temporary)
    try backup.database.backup(to: temporary)
    chmod(temporary, 0o600)
    if hadWorkspace {
      guard rename(session.path, kept) == 0 else {
        throw Refusal(
          .cannotCreate, "'\(session.path)' cannot be moved away: \(String(cString: strerror(errno)))",
          "mend the folder's rights")
      }
    }
    guard rename(temporary, session.path) == 0 else {
      throw Refusal(
        .cannotCreate, "'\(session.path)' cannot be written: \(String(cString: strerror(errno)))",
        "mend the folder's rights")
    }
    let occasion = try session.occasion()
    try occasion.record("restore", of: source, content: source) {}
    session.report(
      .object([("workspace", .string(session.path)), ("kept", hadWorkspace ? .string(kept) : .null)])
    ) {
      session.say(session.word("restored \(session.path)", "已恢复 \(session.path)"))
      if hadWorkspace { session.say(session.word("what was there is kept as \(kept)", "原文件保留为 \(kept)")) }
    }
    return .done
  }

  /// A backup that is to be read; damage is told of it and not of the workspace.
  private static func open(_ source: String) throws -> Workspace {
    do { return try Workspace.open(at: source, migrations: House.migrations, readOnly: true) } catch let error
      as SQLiteError
    {
      throw Workspace.refusal(for: error, at: source)
    }
  }

  /// Folds the journal into a workspace that is about to be moved, so that the file is whole by itself.
  ///
  /// - Throws: a refusal where anybody else has it open: their commits would be lost.
  private static func foldJournal(_ path: String) throws {
    do {
      let current = try Connection(path: path, mode: .readWrite, patience: 500)
      let mode = try current.first("PRAGMA journal_mode = DELETE", decode: { $0.text(0) })
      guard mode == "delete" else { throw SQLiteError(code: 5, message: "the journal is in use") }
    } catch let error as SQLiteError where error.isBusy {
      throw Refusal(
        .tryAgain, "another process has the workspace '\(path)' open",
        "stop it, a server included, and restore then; nothing was replaced")
    } catch let error as SQLiteError where error.isNotADatabase {
      return
    }
  }
}
