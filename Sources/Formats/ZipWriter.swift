import CSystem

/// Packs parts into a zip file (APPNOTE 6.3.3), deflated, without dates so that the same parts give the same bytes.
package struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  package init() {}

  package mutating func add(_ name: String, _ content: [UInt8]) {
    let packed = Self.deflated(content)
    let (method, data) = packed.count < content.count ? (8, packed) : (0, content)
    let sum = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    // Version 2.0, names in UTF-8, the first of January 1980.
    var head: [UInt8] = []
    Self.append([20, 0x0800, method, 0, 0x21], size: 2, to: &head)
    Self.append([Int(sum), data.count, content.count], size: 4, to: &head)
    Self.append([name.utf8.count, 0], size: 2, to: &head)
    Self.append([0x0201_4b50], size: 4, to: &directory)
    Self.append([20], size: 2, to: &directory)
    directory += head
    Self.append([0, 0, 0], size: 2, to: &directory)
    Self.append([0, bytes.count], size: 4, to: &directory)
    directory += Array(name.utf8)
    Self.append([0x0403_4b50], size: 4, to: &bytes)
    bytes += head
    bytes += Array(name.utf8)
    bytes += data
    count += 1
  }

  /// The finished file.
  package func finished() -> [UInt8] {
    var end: [UInt8] = []
    Self.append([0x0605_4b50], size: 4, to: &end)
    Self.append([0, 0, count, count], size: 2, to: &end)
    Self.append([directory.count, bytes.count], size: 4, to: &end)
    Self.append([0], size: 2, to: &end)
    return bytes + directory + end
  }

  private static func append(_ numbers: [Int], size: Int, to bytes: inout [UInt8]) {
    for number in numbers { for place in 0..<size { bytes.append(UInt8(number >> (8 * place) & 0xff)) } }
  }

  private static func deflated(_ content: [UInt8]) -> [UInt8] {
    var content = content
    let capacity = content.count + content.count / 1_000 + 64
    return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      var stream = z_stream()
      let size = Int32(MemoryLayout<z_stream>.size)
      // Raw deflate: a window of 32 KB without zlib's own head.
      guard deflateInit2_(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
      else {
        count = 0
        return
      }
      content.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(capacity)
        count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
      deflateEnd(&stream)
      if count == 0 { count = capacity }
    }
  }
}
