import Glibc

/// The encodings that people's files come in.
package enum TextEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf8BOM = "utf-8-bom"
  case utf16LE = "utf-16le-bom"
  case utf16BE = "utf-16be-bom"
  case gb18030 = "gb18030"

  /// The encoding that a mark at the start of the file states; `nil` where there is none.
  package init?(mark bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      self = .utf8BOM
    } else if bytes.starts(with: [0xff, 0xfe]) {
      self = .utf16LE
    } else if bytes.starts(with: [0xfe, 0xff]) {
      self = .utf16BE
    } else {
      return nil
    }
  }

  /// How many bytes the mark takes.
  package var markLength: Int {
    switch self {
    case .utf8, .gb18030: 0
    case .utf8BOM: 3
    case .utf16LE, .utf16BE: 2
    }
  }

  /// The text as UTF-8 with its encoding, or `nil` when the bytes are in none of these.
  package static func decode(_ bytes: [UInt8]) -> (encoding: TextEncoding, utf8: [UInt8])? {
    bytes.withUnsafeBytes { raw -> (TextEncoding, [UInt8])? in
      if let marked = TextEncoding(mark: raw) {
        let body = UnsafeRawBufferPointer(rebasing: raw[marked.markLength...])
        switch marked {
        case .utf16LE: return convert(body, from: "UTF-16LE").map { (marked, $0) }
        case .utf16BE: return convert(body, from: "UTF-16BE").map { (marked, $0) }
        default: return firstInvalidUTF8(in: body) == nil ? (marked, Array(body)) : nil
        }
      }
      if firstInvalidUTF8(in: raw) == nil { return (.utf8, Array(raw)) }
      return convert(raw, from: "GB18030").map { (.gb18030, $0) }
    }
  }

  /// The bytes of a text in this encoding, with its mark.
  package func encode(_ text: String) -> [UInt8]? {
    let utf8 = Array(text.utf8)
    return utf8.withUnsafeBytes { raw in
      switch self {
      case .utf8: utf8
      case .utf8BOM: [0xef, 0xbb, 0xbf] + utf8
      case .utf16LE: Self.convert(raw, from: "UTF-8", to: "UTF-16LE").map { [0xff, 0xfe] + $0 }
      case .utf16BE: Self.convert(raw, from: "UTF-8", to: "UTF-16BE").map { [0xfe, 0xff] + $0 }
      case .gb18030: Self.convert(raw, from: "UTF-8", to: "GB18030")
      }
    }
  }

  private static func convert(
    _ bytes: UnsafeRawBufferPointer, from source: String, to target: String = "UTF-8"
  ) -> [UInt8]? {
    guard let converter = iconv_open(target, source), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 2)
    var input = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
    var left = bytes.count
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while left > 0 {
      let size = chunk.count
      var room = size
      let code = chunk.withUnsafeMutableBytes { buffer -> Int in
        var output = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &input, &left, &output, &room)
      }
      result.append(contentsOf: chunk[0..<(size - room)])
      if code == -1, errno != E2BIG { return nil }
    }
    return result
  }
}

/// The offset of the first byte that is not valid UTF-8 (Unicode 15, table 3-7); `nil` where all is.
package func firstInvalidUTF8(in bytes: UnsafeRawBufferPointer) -> Int? {
  var index = 0
  let count = bytes.count
  while index < count {
    if index + 8 <= count,
      bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      index += 8
      continue
    }
    let length = utf8SequenceLength(in: bytes, at: index)
    if length == 0 { return index }
    index += length
  }
  return nil
}

/// How many bytes the valid sequence at `index` takes; 0 where there is none.
private func utf8SequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
  let first = bytes[index]
  if first < 0x80 { return 1 }
  func isContinuation(_ offset: Int) -> Bool {
    index + offset < bytes.count && bytes[index + offset] & 0xc0 == 0x80
  }
  switch first {
  case 0xc2...0xdf: return isContinuation(1) ? 2 : 0
  case 0xe0...0xef:
    guard isContinuation(1), isContinuation(2) else { return 0 }
    let second = bytes[index + 1]
    if first == 0xe0, second < 0xa0 { return 0 }
    if first == 0xed, second > 0x9f { return 0 }
    return 3
  case 0xf0...0xf4:
    guard isContinuation(1), isContinuation(2), isContinuation(3) else { return 0 }
    let second = bytes[index + 1]
    if first == 0xf0, second < 0x90 { return 0 }
    if first == 0xf4, second > 0x8f { return 0 }
    return 4
  default: return 0
  }
}
