import HTTP
import Testing

/// Damaged requests, the same in every run.
@Suite struct ParserFuzzTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9e37_79b9_7f4a_7c15
      var word = state
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      return Int((word ^ (word >> 31)) % UInt64(sides))
    }
  }

  private enum Outcome: Equatable {
    case request(String, [String], String, [String], [UInt8])
    case refused(RequestParser.Rejection)
  }

  private static let corpus: [[UInt8]] = [
    "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a/%E5%B7%A5?q=1 HTTP/1.1\r\nHost: h\r\nCookie: m=1\r\n\r\n",
    "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcdeGET /y HTTP/1.1\r\nHost: h\r\n\r\n",
    "PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "\r\nHEAD /h HTTP/1.1\r\nHost: h\r\n\r\n",
  ].map { Array($0.utf8) }

  private static let fragments: [[UInt8]] = [
    "\r\n", "\n", "\r", "\0", " ", "\t", ":", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n",
    "Host: x\r\n", "HTTP/1.0", "%", "%2e", "..", "/", "?", "#", "+", "0", "9999999999", "\r\n\r\n", ",",
    "\u{ff}", "Expect: x\r\n",
  ].map { Array($0.utf8) }

  private static func damaged(_ dice: inout Dice) -> [UInt8] {
    var bytes = corpus[dice.roll(corpus.count)]
    for _ in 0...dice.roll(3) {
      let place = dice.roll(bytes.count + 1)
      switch dice.roll(6) {
      case 0 where place < bytes.count: bytes[place] = UInt8(dice.roll(256))
      case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(dice.roll(8))
      case 2 where place < bytes.count:
        bytes.removeSubrange(place..<min(bytes.count, place + 1 + dice.roll(9)))
      case 3:
        let end = min(bytes.count, place + dice.roll(20))
        bytes.insert(contentsOf: bytes[place..<end], at: dice.roll(bytes.count + 1))
      case 4: bytes.append(contentsOf: corpus[dice.roll(corpus.count)])
      default: bytes.insert(contentsOf: fragments[dice.roll(fragments.count)], at: place)
      }
    }
    return bytes
  }

  /// All that comes of `bytes` when they arrive in pieces that end at `cuts`.
  private static func read(_ bytes: [UInt8], cuts: [Int], _ limits: HTTPLimits) -> [Outcome] {
    var outcomes: [Outcome] = []
    var parser = RequestParser()
    bytes.withUnsafeBufferPointer { all in
      var start = 0
      for cut in cuts + [all.count] {
        var piece = UnsafeBufferPointer(rebasing: all[start..<cut])
        start = cut
        do throws(RequestParser.Rejection) {
          while !piece.isEmpty, let request = try parser.next(&piece, limits) {
            outcomes.append(
              .request(
                request.method, request.segments, request.query,
                request.headers.flatMap { [$0.name, $0.value] }, request.body))
          }
        } catch {
          outcomes.append(.refused(error))
          return
        }
      }
    }
    return outcomes
  }

  @Test(arguments: 0..<4)
  func `damaged requests are read alike whole and in pieces`(_ part: Int) {
    var limits = HTTPLimits()
    limits.target = 40
    limits.head = 120
    limits.headers = 5
    limits.body = 50
    var dice = Dice(state: UInt64(part))
    var refused = 0
    for number in 0..<50_000 {
      let bytes = Self.damaged(&dice)
      let whole = Self.read(bytes, cuts: [], limits)
      let cuts = (0..<dice.roll(4)).map { _ in dice.roll(bytes.count + 1) }.sorted()
      let pieces = Self.read(bytes, cuts: number % 16 == 0 ? Array(0..<bytes.count) : cuts, limits)
      if whole != pieces {
        Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription): \(whole) but \(pieces)")
        return
      }
      if case .refused(let rejection)? = whole.last {
        refused += 1
        #expect([400, 411, 413, 414, 417, 431, 505].contains(rejection.status))
      }
    }
    // The damage is neither harmless nor always deadly.
    #expect((10_000...45_000).contains(refused))
  }
}
