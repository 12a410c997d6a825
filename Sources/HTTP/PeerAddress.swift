import CSystem

/// An IPv4 or IPv6 address; IPv4 is kept as ::ffff:a.b.c.d.
struct PeerAddress: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  private init(_ bytes: [UInt8]) {
    func word(_ from: Int) -> UInt64 { bytes[from..<from + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    high = word(0)
    low = word(8)
  }

  /// `nil` where the text is no address.
  init?(_ text: some StringProtocol) {
    var bytes = [UInt8](repeating: 0, count: 16)
    guard text.utf8.count < 46, csystem_address(String(text), &bytes) == 0 else { return nil }
    self.init(bytes)
  }

  /// Takes the next connection of a listener, or says why there is none.
  static func accept(from listener: Int32) -> (descriptor: Int32, address: PeerAddress) {
    var bytes = [UInt8](repeating: 0, count: 16)
    let descriptor = csystem_accept(listener, &bytes)
    return (descriptor, PeerAddress(bytes))
  }

  private var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  var isLoopback: Bool { isIPv4 ? low >> 24 & 0xff == 127 : high == 0 && low == 1 }

  /// What connections are counted by: an IPv4 address, or the 64 bits that one subscriber has of IPv6.
  var owner: PeerAddress { isIPv4 ? self : masked(to: 64) }

  func masked(to bits: Int) -> PeerAddress {
    func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : .max << UInt64(64 - bits) }
    return PeerAddress(high: high & mask(bits), low: low & mask(bits - 64))
  }

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  var text: String {
    let bytes = [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { out in
      guard let base = out.baseAddress else { return "" }
      csystem_address_text(bytes, base)
      return String(cString: base)
    }
  }

  /// The bits of the address's own family that a network's length counts from.
  fileprivate var familyBits: (unused: Int, all: Int) { isIPv4 ? (96, 32) : (0, 128) }
}

/// The proxies whose word about their clients is believed: addresses, or networks such as `10.0.0.0/8`.
struct TrustedProxies: Sendable {
  private let networks: [(address: PeerAddress, bits: Int)]

  /// `nil` where one of the names is neither an address nor a network.
  init?(_ names: [String]) {
    var networks: [(PeerAddress, Int)] = []
    for name in names {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let address = PeerAddress(parts[0]) else { return nil }
      let (unused, all) = address.familyBits
      guard let length = parts.count == 2 ? Int(parts[1]) : all, (0...all).contains(length) else {
        return nil
      }
      networks.append((address.masked(to: unused + length), unused + length))
    }
    self.networks = networks
  }

  func contains(_ address: PeerAddress) -> Bool {
    networks.contains { address.masked(to: $0.bits) == $0.address }
  }

  /// The client that a proxy speaks for: the last address in `X-Forwarded-For` that is no proxy itself, as only that
  /// was not written by the client.
  func client(of request: HTTPRequest) -> String? {
    let listed = request.headers.filter { $0.name == "x-forwarded-for" }
      .flatMap { $0.value.split(separator: ",") }
    for part in listed.reversed() {
      guard let address = PeerAddress(part.trimmingBlanks) else { return nil }
      if !contains(address) { return address.text }
    }
    return nil
  }

  /// Whether the proxy nearest to this server was asked by `https`.
  static func isSecure(_ request: HTTPRequest) -> Bool {
    let last = request.headers.last { $0.name == "x-forwarded-proto" }?.value.split(separator: ",").last
    return last?.trimmingBlanks.lowercased() == "https"
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
