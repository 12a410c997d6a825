import CSystem

/// The parts of a zip file (APPNOTE 6.3.3): stored or deflated, not encrypted, not larger than 4 GB.
package struct ZipArchive {
  /// Why a file cannot be read as a zip.
  package struct Damage: Error { package let message: String }

  /// A part may unpack to this many bytes: a workbook of people is smaller, a bomb is larger.
  package static let largestPart = 256 << 20

  private struct Entry {
    let method: Int
    let packed: Int
    let unpacked: Int
    let header: Int
    let sum: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]

  package init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    // The end record is 22 bytes before a comment of at most 65 535.
    let first = max(0, bytes.count - 22 - 65_535)
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: first, by: -1).first(where: {
        read32($0) == 0x0605_4b50
      })
    else { throw Damage(message: "the file is cut off: its list of parts is missing") }
    var position = read32(end + 16)
    for _ in 0..<read16(end + 10) {
      guard position + 46 <= bytes.count, read32(position) == 0x0201_4b50 else {
        throw Damage(message: "the list of parts is damaged")
      }
      let nameLength = read16(position + 28)
      guard position + 46 + nameLength <= bytes.count else {
        throw Damage(message: "the list of parts is damaged")
      }
      let name = String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
      entries[name] = Entry(
        method: read16(position + 10), packed: read32(position + 20), unpacked: read32(position + 24),
        header: read32(position + 42), sum: read32(position + 16))
      position += 46 + nameLength + read16(position + 30) + read16(position + 32)
    }
  }

  private func read16(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
  private func read32(_ offset: Int) -> Int { read16(offset) | read16(offset + 2) << 16 }

  package var names: [String] { entries.keys.sorted() }

  /// The bytes of a part; `nil` where there is none of that name.
  package func part(_ name: String) throws -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    guard entry.header + 30 <= bytes.count, read32(entry.header) == 0x0403_4b50 else {
      throw Damage(message: "part '\(name)' is damaged")
    }
    let start = entry.header + 30 + read16(entry.header + 26) + read16(entry.header + 28)
    guard start + entry.packed <= bytes.count else { throw Damage(message: "part '\(name)' is cut off") }
    let packed = bytes[start..<(start + entry.packed)]
    guard entry.unpacked <= Self.largestPart else {
      throw Damage(message: "part '\(name)' would unpack to more than 256 MB")
    }
    let content = try unpacked(packed, entry, name)
    let sum = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    // Zero is what writers leave that do not count it.
    guard entry.sum == 0 || Int(sum) == entry.sum else {
      throw Damage(message: "part '\(name)' is damaged: its checksum differs")
    }
    return content
  }

  private func unpacked(_ packed: ArraySlice<UInt8>, _ entry: Entry, _ name: String) throws -> [UInt8] {
    switch entry.method {
    case 0: return Array(packed)
    case 8:
      var failed = false
      let result = [UInt8](unsafeUninitializedCapacity: entry.unpacked) { output, count in
        let written = packed.withUnsafeBufferPointer {
          csystem_inflate($0.baseAddress, $0.count, output.baseAddress, entry.unpacked)
        }
        failed = written != entry.unpacked
        count = failed ? 0 : entry.unpacked
      }
      if failed { throw Damage(message: "part '\(name)' does not unpack") }
      return result
    default: throw Damage(message: "part '\(name)' is packed in an unknown way")
    }
  }
}
