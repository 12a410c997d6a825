import Foundation
import Glibc
import Testing

/// A terminal that a test types at and reads from.
final class PseudoTerminal {
  private let master: Int32
  private let slave: FileHandle
  private var seen = ""

  init() throws {
    // Swift's Glibc leaves these out: they hide behind a feature macro.
    typealias Descriptor = @convention(c) (Int32) -> Int32
    typealias Name = @convention(c) (Int32) -> UnsafeMutablePointer<CChar>?
    let unlock = unsafeBitCast(try #require(dlsym(nil, "unlockpt")), to: Descriptor.self)
    let name = unsafeBitCast(try #require(dlsym(nil, "ptsname")), to: Name.self)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0 && unlock(master) == 0)
    let path = try #require(name(master).map { String(cString: $0) })
    slave = try #require(FileHandle(forUpdatingAtPath: path))
  }

  deinit { close(master) }

  /// A program at this terminal, which takes it for one of 80 by 24.
  func start(_ desk: Desk, _ words: [String]) throws -> Process {
    let (process, _) = try desk.process("merit", words)
    process.environment?["TERM"] = "xterm"
    process.standardInput = slave
    process.standardOutput = slave
    process.standardError = slave
    try process.run()
    return process
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    #expect(write(master, bytes, bytes.count) == bytes.count)
  }

  /// Reads until a text has been shown since the last wait; what was shown until then.
  @discardableResult
  func wait(for text: String) throws -> String {
    var waited = 0
    while !seen.contains(text) {
      var wanted = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      if poll(&wanted, 1, 1_000) > 0 {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &buffer, buffer.count)
        if count <= 0 { break }
        seen += String(decoding: buffer[0..<count], as: UTF8.self)
      } else {
        waited += 1
        // Half a minute without a byte is no slow machine.
        try #require(waited < 30, "'\(text)' was not shown; last: \(seen.suffix(500))")
      }
    }
    defer { seen = "" }
    return seen
  }
}
