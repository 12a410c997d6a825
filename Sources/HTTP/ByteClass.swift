/// Which bytes may stand where in a head (RFC 9110, 9112, 3986), one bit for each place.
enum ByteClass {
  static let method: UInt8 = 1
  static let name: UInt8 = 2
  static let path: UInt8 = 4
  static let query: UInt8 = 8
  static let value: UInt8 = 16
  static let host: UInt8 = 32

  /// 256 entries, never freed.
  nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in UInt8.min...UInt8.max { table[Int(byte)] = classes(of: byte) }
    return UnsafePointer(table)
  }()

  private static func classes(of byte: UInt8) -> UInt8 {
    let isLower = (0x61...0x7a).contains(byte)
    let isWord = (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || isLower
    let isToken = isWord || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    let isVisible = (0x21...0x7e).contains(byte)
    var classes: UInt8 = 0
    if isToken, !isLower { classes |= method }
    if isToken { classes |= name }
    // Browsers escape these in a path; in a query they leave the backslash. A `?` begins the query.
    if isVisible, !"\"#<>\\?".utf8.contains(byte) { classes |= path }
    if isVisible, !"\"#<>".utf8.contains(byte) { classes |= query }
    if isVisible || byte == 0x20 || byte == 0x09 || byte >= 0x80 { classes |= value }
    if isWord || "-._~!$&'()*+;=:[]%".utf8.contains(byte) { classes |= host }
    return classes
  }
}
