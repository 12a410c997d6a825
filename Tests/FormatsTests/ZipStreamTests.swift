import Formats
import Glibc
import Testing

@Suite struct ZipStreamTests {
  private func packed(_ parts: [(String, [UInt8])], level: Int = 6) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let zip = ZipStream(level: level) { bytes.append(contentsOf: $0) }
    for (name, content) in parts { try zip.add(name, content) }
    try zip.finish()
    return bytes
  }

  @Test func `parts come back as they went in, empty, long or in Chinese`() throws {
    // Two hundred thousand bytes that do not pack, so that the packed bytes fill their buffer several times.
    var state: UInt64 = 1
    let noise = (0..<200_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let parts = [
      ("empty", []), ("xl/绩效.xml", Array("绩效".utf8)), ("noise", noise),
      ("zeros", [UInt8](repeating: 0, count: 300_000)),
    ]
    for level in [1, 5, 9] {
      let archive = try ZipArchive(packed(parts, level: level))
      #expect(archive.names == ["empty", "noise", "xl/绩效.xml", "zeros"])
      for (name, content) in parts { #expect(try archive.part(name) == content) }
    }
  }

  @Test func `a part is written with its sizes and checksum after it`() throws {
    // The checksum of "123456789" is CBF43926 (the check value of CRC-32/ISO-HDLC in the RevEng catalogue).
    let bytes = try packed([("a", Array("123456789".utf8))])
    #expect(
      bytes.prefix(31)
        == [
          0x50, 0x4b, 3, 4, 20, 0, 0x08, 0x08, 8, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
          0,
          0, 0x61,
        ])
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 7, 8, 0x26, 0x39, 0xf4, 0xcb]) })
    #expect(bytes[(place + 12)..<(place + 16)] == [9, 0, 0, 0])
  }

  @Test func `a part may be written in pieces, and beginning the next ends it`() throws {
    var bytes: [UInt8] = []
    let zip = ZipStream { bytes.append(contentsOf: $0) }
    try zip.begin("a")
    for piece in ["one ", "", "two"] { try Array(piece.utf8).withUnsafeBytes(zip.write) }
    try zip.begin("b")
    try zip.finish()
    let archive = try ZipArchive(bytes)
    #expect(try archive.part("a") == Array("one two".utf8))
    #expect(try archive.part("b") == [])
  }

  @Test func `the same parts give the same bytes`() throws {
    let parts = [("a", [UInt8](repeating: 7, count: 100_000)), ("b", [1, 2, 3])]
    #expect(try packed(parts) == packed(parts))
  }

  @Test func `what the sink throws stops the writing`() {
    struct Full: Error {}
    let zip = ZipStream { _ in throw Full() }
    #expect(throws: Full.self) { try zip.add("a", [1]) }
  }

  @Test func `a part of 4 GB is refused before anything of it is written`() throws {
    // Reserved, never touched: the pages do not exist.
    let size = 0xffff_ffff
    let memory = try #require(
      mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))
    defer { munmap(memory, size) }
    var count = 0
    let zip = ZipStream { count += $0.count }
    try zip.begin("big")
    let head = count
    let limit = #expect(throws: WorkbookLimit.self) {
      try zip.write(UnsafeRawBufferPointer(start: memory, count: size))
    }
    #expect(count == head)
    #expect(
      limit?.description
        == "part 'big' would be larger than the 4 GB that a zip file holds; write fewer rows, or several files"
    )
  }

  @Test func `65,534 parts are written and one more is refused`() throws {
    let zip = ZipStream(level: 1) { _ in }
    for _ in 0..<65_534 { try zip.begin("p") }
    let limit = #expect(throws: WorkbookLimit.self) { try zip.begin("p") }
    #expect(limit?.summary == "the zip file would have more than 65,534 parts")
  }
}
