import Glibc
import Workspace

/// A file that is written piece by piece and appears whole or not at all: under another name first, then renamed.
final class OutputStream {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var sha = SHA256()
  private var isFinished = false

  /// So many bytes are gathered before they go to the file.
  private static let size = 1 << 18

  init(_ path: String, mode: mode_t = 0o600) throws {
    self.path = path
    temporary = "\(path).\(getpid()).part"
    descriptor = open(temporary, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Self.failure(path) }
    pending.reserveCapacity(Self.size)
  }

  deinit {
    if !isFinished {
      close(descriptor)
      unlink(temporary)
    }
  }

  private static func failure(_ path: String) -> Refusal {
    Refusal(
      .cannotCreate, "'\(path)' cannot be written: \(String(cString: strerror(errno)))",
      "choose another place, or mend the folder's rights")
  }

  func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.size { try flush() }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.size { try flush() }
  }

  private func flush() throws {
    sha.update(pending)
    var written = 0
    while written < pending.count {
      let count = pending[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Self.failure(path) }
      written += count
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Puts the file in its place; returns the SHA-256 of what was written, in hexadecimal.
  func finish() throws -> String {
    try flush()
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
      isFinished = true
      let failure = Self.failure(path)
      unlink(temporary)
      throw failure
    }
    isFinished = true
    return hexText(sha.finish())
  }
}
