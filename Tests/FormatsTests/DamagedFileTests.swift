import Formats
import Testing

/// Files that are cut off, in the wrong encoding, nested without end, or made to exhaust whoever reads them.
@Suite struct DamagedFileTests {
  private static let gift = "// [id:a] [tag:level:five]\n::T::Which {=a#yes ~b}\n\nTrue {T}\n"
  private static let xml =
    "<?xml version=\"1.0\"?><quiz><question type=\"truefalse\"><name><text>n</text></name><questiontext><text>q</text></questiontext><answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\"><text>false</text></answer></question></quiz>"
  private static let csv = "id,type,stem,A,B,key\nx,单选,s,甲,乙,A\n"
  private static let aiken = "Which?\nA. a\nB. b\nANSWER: A\n"

  struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    let ending: String
    let bytes: [UInt8]
    var testDescription: String { name }
  }

  private static func text(_ name: String, _ ending: String, _ text: String) -> Damage {
    Damage(name: name, ending: ending, bytes: Array(text.utf8))
  }

  private static let workbook = (try? QuestionFile.bytes([], as: .xlsx, chinese: false))?.bytes ?? []

  private static func workbook(_ name: String, _ change: (inout [UInt8]) -> Void) -> Damage {
    var bytes = workbook
    change(&bytes)
    return Damage(name: name, ending: ".xlsx", bytes: bytes)
  }

  private static func zip(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    let zip = ZipStream { bytes.append(contentsOf: $0) }
    try? zip.add(name, content)
    try? zip.finish()
    return bytes
  }

  /// A zip whose one part says that it unpacks to so many bytes.
  private static func bomb(claiming size: Int, content: [UInt8]) -> [UInt8] {
    var bytes = zip("xl/workbook.xml", content)
    // The size stands at 24 of the directory's entry.
    for start in bytes.indices.dropLast(4)
    where bytes[start..<(start + 4)].elementsEqual([0x50, 0x4b, 0x01, 0x02]) {
      for place in 0..<4 { bytes[start + 24 + place] = UInt8(size >> (8 * place) & 0xff) }
    }
    return bytes
  }

  static let damages: [Damage] = {
    let deep = String(repeating: "<a>", count: 100_000)
    let long = String(repeating: "x", count: 4 << 20)
    var all: [Damage] = [
      text("gift: an open brace", ".gift", "Q {=a ~b"), text("gift: closed twice", ".gift", "Q {=a ~b}}"),
      text("gift: two blocks", ".gift", "Q {T} {F}"), text("gift: an open title", ".gift", "::T Q {T}"),
      text("gift: no right answer", ".gift", "Q {~a ~b}"), text("gift: one answer", ".gift", "Q {=a ~}"),
      text("gift: no number", ".gift", "Q {#ten}"), text("gift: a range turned", ".gift", "Q {#9..3}"),
      text("gift: a huge number", ".gift", "Q {#99999999999999999999999}"),
      text("gift: a huge exponent", ".gift", "Q {#1e999999}"),
      text("gift: a weight of no list", ".gift", "Q {~%33%a ~%67%b}"),
      text("gift: half a pair", ".gift", "Q {=a -> =b -> 2}"),
      text("gift: an empty category", ".gift", "$CATEGORY:\n"),
      text("gift: a blank line inside", ".gift", "Q {=a\n\n~b}"),
      text("gift: an ordering of one", ".gift", "Q {>\none\n}"),
      text("gift: items alike", ".gift", "Q {>\none\none\n}"),
      text("gift: a rubric without points", ".gift", "// [rubric:many:x]\nQ {}"),
      text("gift: only braces", ".gift", "{T}"),
      text("gift: a range beyond 64 bits", ".gift", "Q {#999999999999999998..999999999999999999}"),
      text("gift: the least exponent", ".gift", "Q {#1e-9223372036854775808}"),
      text(
        "gift: labels that never end", ".gift", "// " + String(repeating: "[id:", count: 100_000) + "\nQ {"),
      text(
        "gift: an ordering of many alike", ".gift",
        "Q {>\n" + (0..<60_000).map { "item \($0)\n" }.joined() + "item 7\n}"),
      text(
        "aiken: options without end", ".txt",
        "Which?\n" + String(repeating: "A. a\n", count: 40_000) + "ANSWER: A\n"),
      text(
        "csv: two hundred options", ".csv",
        "id,type,stem,options,key\nx,单选,s,\"" + (0..<200).map { "o\($0)" }.joined(separator: "|") + "\",1\n"),
      Damage(name: "gift: GB18030", ending: ".gift", bytes: TextEncoding.gb18030.encode("问题 {T}") ?? []),
      Damage(name: "gift: UTF-16", ending: ".gift", bytes: TextEncoding.utf16LE.encode("Q {T}") ?? []),
      Damage(name: "gift: a NUL", ending: ".gift", bytes: Array("Q\0 {T}".utf8)),
      Damage(name: "gift: a control character", ending: ".gift", bytes: Array("Q\u{1} {T}".utf8)),
      Damage(
        name: "gift: bytes of no encoding", ending: ".gift", bytes: [0x51, 0xff, 0xfe, 0xfd, 0x7b, 0x7d]),
      text("gift: a line of 4 MB", ".gift", "Q {\(long)"),
      text("gift: a million tildes", ".gift", "Q {" + String(repeating: "~", count: 1 << 20) + "}"),
      text("xml: nothing", ".xml", ""), text("xml: no quiz", ".xml", "<html></html>"),
      text("xml: cut off", ".xml", String(xml.dropLast(60))),
      text("xml: cut in a tag", ".xml", String(xml.prefix(70))),
      text("xml: nested without end", ".xml", "<quiz><question type=\"essay\">" + deep),
      text(
        "xml: a document type", ".xml",
        "<!DOCTYPE q [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><quiz>&b;</quiz>"),
      text("xml: an unknown entity", ".xml", xml.replacing("<text>q<", with: "<text>&lol;<")),
      text("xml: tags that cross", ".xml", xml.replacing("</text></name>", with: "</name></text>")),
      text("xml: an attribute without quotes", ".xml", xml.replacing("\"truefalse\"", with: "truefalse")),
      text("xml: an open comment", ".xml", xml + "<!-- "),
      text("xml: an open CDATA", ".xml", "<quiz><question type=\"essay\"><![CDATA["),
      text("xml: no type", ".xml", xml.replacing(" type=\"truefalse\"", with: "")),
      text("xml: a fraction of words", ".xml", xml.replacing("\"100\"", with: "\"all\"")),
      Damage(name: "xml: a NUL", ending: ".xml", bytes: Array(xml.utf8) + [0]),
      text("csv: nothing", ".csv", ""), text("csv: no key column", ".csv", "id,type,stem\nx,单选,s\n"),
      text("csv: an open quote", ".csv", csv + "y,单选,\"s,甲,乙,A\n"),
      text("csv: too many cells", ".csv", csv + "y,单选,s,甲,乙,A,,,,,,,,,,,,\n"),
      text("csv: headings twice", ".csv", "id,id,type,stem,key\n"),
      Damage(name: "csv: a NUL", ending: ".csv", bytes: Array(csv.utf8) + [0]),
      Damage(name: "csv: bytes of no encoding", ending: ".csv", bytes: Array(csv.utf8) + [0xff, 0xff, 0xff]),
      text("aiken: no options", ".txt", "Which?\nANSWER: A\n"),
      text("aiken: an option first", ".txt", "A. a\nANSWER: A\n"),
      text("plain: no key anywhere", ".txt", "just a letter to a friend\n"),
      text("chinese: a key alone", ".txt", "答案：A\n"),
      Damage(name: "plain: a NUL", ending: ".txt", bytes: Array(aiken.utf8) + [0]),
      workbook("xlsx: cut off") { $0.removeLast($0.count / 2) },
      workbook("xlsx: no directory") { $0.removeLast(22) },
      workbook("xlsx: a part damaged") { for place in ($0.count / 3)..<($0.count / 2) { $0[place] ^= 0x5a } },
      Damage(name: "xlsx: four bytes", ending: ".xlsx", bytes: [0x50, 0x4b, 3, 4]),
      Damage(name: "xlsx: no sheet", ending: ".xlsx", bytes: zip("a", [1])),
      Damage(
        name: "xlsx: claims 4 GB", ending: ".xlsx", bytes: bomb(claiming: 0xffff_ffff, content: [1, 2, 3])),
      Damage(
        name: "xlsx: expands beyond its word", ending: ".xlsx",
        bytes: bomb(claiming: 10, content: [UInt8](repeating: 0x20, count: 1 << 20))),
    ]
    all.append(text("csv: a line of 4 MB", ".csv", csv + "y,单选,\"" + long))
    return all
  }()

  @Test func `there are more than fifty`() { #expect(Self.damages.count > 50) }

  @Test(arguments: damages)
  func `a damaged file is refused with a place`(_ damage: Damage) throws {
    let file = try TemporaryFile(damage.bytes, ending: damage.ending)
    let faults = try QuestionFile.read(file.path).faults.list
    #expect(!faults.isEmpty)
    for fault in faults {
      #expect(fault.file == file.path && fault.line >= 1 && fault.column >= 1)
      #expect(fault.message.count < 400 && !fault.message.isEmpty, "\(fault.message.prefix(80))")
    }
  }

  @Test func `a file beyond all measure is refused before it is read`() throws {
    let file = try TemporaryFile([UInt8](repeating: 0x78, count: 65 << 20), ending: ".gift")
    let faults = try QuestionFile.read(file.path).faults.list
    #expect(
      faults.map(\.message) == [
        "the file is larger than 64 MB; split it, or look for what went wrong when it was written"
      ])
  }

  /// A plain generator: the same mutations on every machine.
  private struct Dice {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  /// Of each reader's input: over a hundred thousand in all.
  private static let mutations = 12_500

  /// A reader by what it is fed; how much it found, for the test to know that it worked.
  struct Reader: Sendable, CustomTestStringConvertible {
    let name: String
    let seed: [UInt8]
    let read: @Sendable ([UInt8]) throws -> Int
    var testDescription: String { name }
  }

  private static func count(_ reading: QuestionReading) throws -> Int {
    // What was read can be written in every form and read again.
    for case .question(let question) in reading.entries {
      _ = GIFT.read(Array(GIFTWriter.text([question]).utf8), named: "q")
      for format in QuestionFormat.allCases where format != .xlsx {
        _ = try QuestionFile.bytes([question], as: format, chinese: true)
      }
    }
    return reading.entries.count + reading.faults.list.count
  }

  static let readers: [Reader] = [
    Reader(name: "GIFT", seed: Array(gift.utf8)) { try count(GIFT.read($0, named: "q")) },
    Reader(name: "Moodle XML", seed: Array(xml.utf8)) { try count(MoodleXML.read($0, named: "q")) },
    Reader(name: "a table of questions", seed: Array(csv.utf8)) {
      try count(QuestionTable.read($0, named: "q.csv"))
    },
    Reader(name: "a workbook of questions", seed: workbook) {
      try count(QuestionTable.read($0, named: "q.xlsx"))
    },
    Reader(name: "Aiken", seed: Array(aiken.utf8)) { try count(PlainText.read($0, named: "q")) },
    Reader(name: "Chinese text", seed: Array("1、问？\nA、甲 B、乙\n答案：A\n解析：无\n".utf8)) {
      try count(PlainText.read($0, named: "q"))
    },
    Reader(
      name: "JSON5", seed: Array("{merit: \"x\", a: [1, -2.5e3, 'b\\n', {c: true}], /* d */ e: null}".utf8)
    ) {
      do {
        _ = try JSON5Parser.parse($0, named: "s")
        return 1
      } catch let faults as Faults { return faults.list.count }
    },
    Reader(name: "a table", seed: Array("id,name\n1,\"a \"\"b\"\"\"\n2;c\r\n".utf8)) {
      let file = try TemporaryFile($0, ending: ".csv")
      let reading = try TableReading.read(file.path)
      return (reading.rows?.count ?? 0) + reading.faults.list.count
    },
    Reader(name: "a page", seed: Array("---\ntitle: a\nlist:\n- b\n---\n# c\n".utf8)) {
      do { return try MarkdownPage.parse($0, named: "p").body.count } catch let faults as Faults {
        return faults.list.count
      }
    },
  ]

  @Test(arguments: readers)
  func `no mutation crashes a reader`(_ reader: Reader) throws {
    var dice = Dice(state: UInt64(reader.seed.count))
    var found = 0
    for _ in 0..<Self.mutations {
      var bytes = reader.seed
      for _ in 0..<(1 + dice.below(8)) where !bytes.isEmpty {
        let place = dice.below(bytes.count)
        let piece = place % reader.seed.count
        switch dice.below(4) {
        case 0: bytes[place] = UInt8(dice.below(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: reader.seed[piece..<min(piece + 9, reader.seed.count)], at: place)
        default: bytes.removeSubrange(place..<min(place + 12, bytes.count))
        }
      }
      found += try reader.read(bytes)
    }
    #expect(found > 0)
  }
}
