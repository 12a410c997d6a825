import Formats
import Glibc

/// A CSV file that is written through a buffer, row by row.
final class OutputFile {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ path: String, headings: String) {
    descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 {
      complain("'\(path)' cannot be written: \(String(cString: strerror(errno)))")
      exit(73)
    }
    buffer.reserveCapacity(1 << 17)
    buffer.append(contentsOf: headings.utf8)
    buffer.append(0x0a)
  }

  /// Writes a row whose cells need no quotes.
  func row(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(0x0a)
    if buffer.count > 1 << 16 { flush() }
  }

  func close() {
    flush()
    Glibc.close(descriptor)
  }

  private func flush() {
    var written = 0
    while written < buffer.count {
      let count = buffer[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 {
        complain("the disk would not take the file: \(String(cString: strerror(errno)))")
        exit(74)
      }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Writes a sentence to standard error.
func complain(_ text: String) {
  let line = "merit-demo: \(text)\n"
  _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
}
