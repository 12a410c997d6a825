import CSystem

/// Raw deflate by the system's zlib: for blobs that are kept, and parts of zip files.
package enum Deflate {
  /// The bytes packed; always the same for the same bytes, level and zlib.
  ///
  /// - Parameter level: 1 for speed to 9 for size.
  package static func packed(_ content: [UInt8], level: Int32 = 6) -> [UInt8] {
    var content = content
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    // A window of 32 KB without zlib's own head.
    guard deflateInit2_(&stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    else { return [] }
    defer { deflateEnd(&stream) }
    let capacity = Int(deflateBound(&stream, uLong(content.count))) + 16
    return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      content.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(capacity)
        count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
  }

  /// The bytes unpacked; `nil` where they are damaged or do not have that length.
  package static func unpacked(_ packed: [UInt8], length: Int) -> [UInt8]? {
    guard length >= 0 else { return nil }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: max(length, 1)) { output, count in
      let written = packed.withUnsafeBufferPointer {
        csystem_inflate($0.baseAddress, $0.count, output.baseAddress, length)
      }
      isWhole = written == length
      count = max(0, min(Int(written), length))
    }
    return isWhole ? bytes : nil
  }
}
