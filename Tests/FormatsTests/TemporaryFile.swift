import Glibc
import Testing

/// Writes a file for a test.
func write(_ text: String, to path: String) throws {
  let file = try #require(fopen(path, "w"))
  defer { fclose(file) }
  #expect(fwrite(text, 1, text.utf8.count, file) == text.utf8.count)
}

func remove(_ path: String) { unlink(path) }

/// A file that is there as long as its owner.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8], ending: String) throws {
    path = "/tmp/merit-file-\(UInt64.random(in: 0 ... .max))\(ending)"
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  deinit { unlink(path) }
}
