import Glibc

/// A file or standard input that could not be read, in the system's words.
package struct InputError: Error {
  package let path: String
  package let number: Int32
  package init(path: String, number: Int32) {
    self.path = path
    self.number = number
  }
  package var reason: String { String(cString: strerror(number)) }
  package var isMissing: Bool { number == ENOENT || number == ENOTDIR }
}

/// A descriptor that is read in large pieces and closed with its owner; `-` is standard input.
package final class InputFile {
  package let path: String
  private let descriptor: Int32

  package init(path: String) throws {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError(path: path, number: errno) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw InputError(path: path, number: EISDIR)
    }
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// Reads into `buffer` and returns how many bytes came; 0 at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw InputError(path: path, number: errno) }
    }
  }

  /// Goes back to the start; `false` where the input is a pipe.
  package func rewind() -> Bool { lseek(descriptor, 0, SEEK_SET) == 0 }

  /// Everything from here to the end; refused beyond the limit.
  package func readAll(limit: Int = 1 << 30) throws -> [UInt8] {
    guard let bytes = try readAll(atMost: limit) else { throw InputError(path: path, number: EFBIG) }
    return bytes
  }

  /// Everything from here to the end; `nil` where it is more than the limit.
  func readAll(atMost limit: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size <= limit {
      bytes.reserveCapacity(Int(status.st_size) + 1)
    }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk)
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[0..<count]))
      if bytes.count > limit { return nil }
    }
  }

  /// The whole of a file.
  package static func bytes(of path: String) throws -> [UInt8] { try InputFile(path: path).readAll() }

  /// The names in a folder, in the order of their bytes, without the hidden ones.
  package static func names(inFolder path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw InputError(path: path, number: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
