import CSystem

/// Random bytes from the system, for salts, tokens and seeds; doors hand them on.
package enum SystemRandom {
  package static func bytes(_ count: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = result.withUnsafeMutableBytes {
        getrandom($0.baseAddress.map { $0 + filled }, count - filled, 0)
      }
      if got > 0 { filled += got }
    }
    return result
  }

  package static func number() -> UInt64 {
    bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A token of so many letters and digits that cannot be mistaken for one another (Crockford's base 32).
  package static func token(_ length: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    return String(bytes(length).map { alphabet[Int($0 & 31)] })
  }
}
