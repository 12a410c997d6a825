import CSystem

/// Packs a zip file (APPNOTE 6.3.3) part by part into a sink, in the same memory however large the parts are.
///
/// Sizes and checksums follow each part (general purpose bit 3), since they are not known before. No part has a date, so
/// the same parts give the same bytes. A part or file of 4 GB or more, which would need ZIP64, is refused.
package final class ZipStream {
  /// Takes the next bytes of the file; they are gone after it returns.
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  private struct Part {
    let name: [UInt8]
    let start: Int
    var sum: UInt = 0
    var size = 0
    var packedSize = 0
  }

  private static let largest = 0xffff_fffe
  private static let version = 20
  /// Bit 3, the sizes follow the part, and bit 11, the name is UTF-8.
  private static let flags = 0x0808
  private static let deflated = 8
  /// The first of January 1980, the first day that a zip file knows.
  private static let day = 0x21
  private static let chunk = 1 << 16

  private let sink: Sink
  private let level: Int32
  /// zlib keeps the address of its state, which therefore stays where it is.
  private let state: UnsafeMutablePointer<z_stream>
  private let packed: UnsafeMutablePointer<UInt8>
  private var isReady = false
  private var parts: [Part] = []
  private var current: Part?
  private var written = 0

  /// - Parameter level: zlib's, from 1 (fast) to 9 (small).
  package init(level: Int = 6, sink: @escaping Sink) {
    self.sink = sink
    self.level = Int32(level)
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    packed = .allocate(capacity: Self.chunk)
  }

  deinit {
    if isReady { deflateEnd(state) }
    state.deallocate()
    packed.deallocate()
  }

  /// Begins a part, after ending the one before.
  package func begin(_ name: String) throws {
    try end()
    guard parts.count < 0xfffe else { throw WorkbookLimit.tooManyParts }
    let part = Part(name: Array(name.utf8), start: written)
    var head: [UInt8] = []
    Self.append([0x0403_4b50], size: 4, to: &head)
    Self.append([Self.version, Self.flags, Self.deflated, 0, Self.day], size: 2, to: &head)
    Self.append([0, 0, 0], size: 4, to: &head)
    Self.append([part.name.count, 0], size: 2, to: &head)
    try emit(head + part.name)
    if isReady {
      deflateReset(state)
    } else {
      // Raw deflate: a window of 32 KB without zlib's own head.
      let size = Int32(MemoryLayout<z_stream>.size)
      guard
        deflateInit2_(state, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
      else { throw WorkbookLimit.noMemory }
      isReady = true
    }
    current = part
  }

  /// Adds bytes to the part that was begun.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard var part = current else { preconditionFailure("bytes were written outside a part") }
    guard part.size + bytes.count <= Self.largest else {
      throw WorkbookLimit.tooLarge("part '\(String(decoding: part.name, as: UTF8.self))'")
    }
    var rest = bytes.bindMemory(to: UInt8.self)
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = min(rest.count, 1 << 30)
      part.sum = crc32(part.sum, start, uInt(count))
      part.size += count
      state.pointee.next_in = UnsafeMutablePointer(mutating: start)
      state.pointee.avail_in = uInt(count)
      try pack(Z_NO_FLUSH, into: &part)
      rest = UnsafeBufferPointer(rebasing: rest[count...])
    }
    current = part
  }

  /// Adds a whole part.
  package func add(_ name: String, _ content: [UInt8]) throws {
    try begin(name)
    try content.withUnsafeBytes(write)
    try end()
  }

  /// Ends the part that was begun; does nothing where none is.
  package func end() throws {
    guard var part = current else { return }
    state.pointee.next_in = nil
    state.pointee.avail_in = 0
    try pack(Z_FINISH, into: &part)
    current = nil
    var tail: [UInt8] = []
    Self.append([0x0807_4b50, Int(part.sum), part.packedSize, part.size], size: 4, to: &tail)
    try emit(tail)
    parts.append(part)
  }

  /// Ends the last part and writes the list of parts; the file is then complete.
  package func finish() throws {
    try end()
    let start = written
    var directory: [UInt8] = []
    for part in parts {
      Self.append([0x0201_4b50], size: 4, to: &directory)
      Self.append(
        [Self.version, Self.version, Self.flags, Self.deflated, 0, Self.day], size: 2, to: &directory)
      Self.append([Int(part.sum), part.packedSize, part.size], size: 4, to: &directory)
      Self.append([part.name.count, 0, 0, 0, 0], size: 2, to: &directory)
      Self.append([0, part.start], size: 4, to: &directory)
      directory += part.name
    }
    let size = directory.count
    Self.append([0x0605_4b50], size: 4, to: &directory)
    Self.append([0, 0, parts.count, parts.count], size: 2, to: &directory)
    Self.append([size, start], size: 4, to: &directory)
    Self.append([0], size: 2, to: &directory)
    try emit(directory)
  }

  /// Runs deflate until it has taken all input, or with `Z_FINISH` until it has given all output.
  private func pack(_ flush: Int32, into part: inout Part) throws {
    var isFull = true
    while isFull {
      state.pointee.next_out = packed
      state.pointee.avail_out = uInt(Self.chunk)
      deflate(state, flush)
      let count = Self.chunk - Int(state.pointee.avail_out)
      isFull = state.pointee.avail_out == 0
      part.packedSize += count
      if count > 0 { try emit(UnsafeRawBufferPointer(start: packed, count: count)) }
    }
  }

  private func emit(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes(emit) }

  private func emit(_ bytes: UnsafeRawBufferPointer) throws {
    guard written + bytes.count <= Self.largest else { throw WorkbookLimit.tooLarge("the file") }
    try sink(bytes)
    written += bytes.count
  }

  private static func append(_ numbers: [Int], size: Int, to bytes: inout [UInt8]) {
    for number in numbers { for place in 0..<size { bytes.append(UInt8(number >> (8 * place) & 0xff)) } }
  }
}
