import Glibc
import Testing

/// Writes a file for a test.
func write(_ text: String, to path: String) throws {
  let file = try #require(fopen(path, "w"))
  defer { fclose(file) }
  #expect(fwrite(text, 1, text.utf8.count, file) == text.utf8.count)
}

func remove(_ path: String) { unlink(path) }
