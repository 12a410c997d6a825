import Foundation
import Testing

/// Runs the built programs in a folder of their own, as a person would.
final class Desk {
  let folder: String
  private let programs: URL
  /// Added to every command's environment.
  var environment: [String: String] = [:]

  struct Answer {
    let code: Int32
    let output: String
    let errors: String
  }

  init() throws {
    folder = NSTemporaryDirectory() + "merit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    programs = Self.root.appendingPathComponent(".build/debug")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  /// A process that is about to start, its output going to files so that no pipe can fill up.
  func process(_ program: String, _ words: [String], input: String? = nil) throws -> (
    Process, () throws -> Answer
  ) {
    let process = Process()
    process.executableURL = programs.appendingPathComponent(program)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder].merging(environment) {
      $1
    }
    let name = UUID().uuidString
    for end in ["out", "err"] { try write("", to: "\(name).\(end)") }
    process.standardOutput = FileHandle(forWritingAtPath: path("\(name).out"))
    process.standardError = FileHandle(forWritingAtPath: path("\(name).err"))
    if let input {
      try write(input, to: "\(name).in")
      process.standardInput = FileHandle(forReadingAtPath: path("\(name).in"))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    return (
      process,
      {
        process.waitUntilExit()
        func text(_ end: String) throws -> String {
          try String(contentsOfFile: self.path("\(name).\(end)"), encoding: .utf8)
        }
        let answer = Answer(
          code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
          output: try text("out"),
          errors: try text("err"))
        for end in ["out", "err", "in"] {
          try? FileManager.default.removeItem(atPath: self.path("\(name).\(end)"))
        }
        return answer
      }
    )
  }

  @discardableResult
  func merit(_ words: String..., input: String? = nil) throws -> Answer {
    try run("merit", words, input: input)
  }

  func run(_ program: String, _ words: [String], input: String? = nil) throws -> Answer {
    let (process, finish) = try process(program, words, input: input)
    try process.run()
    return try finish()
  }

  /// What every table of the workspace holds, without the audit and its like that every command adds to.
  func content() throws -> String {
    let names = try sqlite(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return try names.split(separator: "\n").map {
      "\($0)\n" + (try sqlite("SELECT * FROM \"\($0)\" ORDER BY 1, 2"))
    }.joined(separator: "\n")
  }

  func sqlite(_ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = ["-readonly", path("merit.db"), sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// Changes a database behind Merit's back.
  func execute(_ sql: String, in name: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = [path(name), sql]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// A workspace with four people in two teams.
  func setUp() throws {
    #expect(try merit("init", ".").code == 0)
    try write("unit,name,kind,parent\nC1,Centre,centre,\nT1,One,team,C1\nT2,Two,team,C1\n", to: "org.csv")
    #expect(try merit("org", "import", "org.csv").code == 0)
    try write(
      "id,name,post,team,joined,base\nE1,李晓燕,hotline-agent,T1,2024-03-01,3000\nE2,王芳,hotline-agent,T1,2025-03-01,3000\nE3,Bo,hotline-agent,T2,2026-08-15,2400\nE9,Qi,quality-assessor,T2,2020-01-01,\n",
      to: "roster.csv")
    #expect(try merit("staff", "import", "roster.csv").code == 0)
  }
}
