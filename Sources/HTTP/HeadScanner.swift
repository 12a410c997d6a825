/// Reads a head byte by byte, once, however it is cut into pieces: every refusal depends only on the bytes up to it.
struct HeadScanner {
  private enum State {
    case begin, emptyLine, method, path, query, version, requestLineEnd, lineBegin, name, valueBegin, value
    case valueEnd, headEnd, done
  }

  private var state = State.begin
  private var mark = 0
  /// The next byte to read; once the head is whole, its length.
  private(set) var position = 0
  private(set) var methodStart = 0
  private(set) var methodEnd = 0
  private(set) var pathEnd = 0
  private(set) var targetEnd = 0
  private(set) var places: [HeadFields.Place] = []
  private(set) var facts = FramingFacts()

  var pathStart: Int { methodEnd + 1 }

  private static let longestMethod = 32
  private static let longestVersion = 16

  /// Reads on in `head`, which begins with what was read before.
  ///
  /// - Returns: whether the head is whole.
  mutating func scan(_ head: UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits) throws(RequestParser.Rejection)
    -> Bool
  {
    guard let bytes = head.baseAddress else { return false }
    let classes = ByteClass.table
    let end = min(head.count, limits.head)
    while position < end, state != .done {
      switch state {
      case .method, .path, .query, .version:
        try requestLine(bytes, end, classes, limits)
      case .name, .value:
        try field(bytes, end, classes)
      default:
        try border(bytes[position], bytes, limits)
      }
    }
    if state == .done { return true }
    if head.count > limits.head {
      throw .init(status: 431, detail: "the head is longer than \(limits.head) bytes")
    }
    return false
  }

  /// The single bytes between lines and parts of lines.
  private mutating func border(_ byte: UInt8, _ bytes: UnsafePointer<UInt8>, _ limits: HTTPLimits)
    throws(RequestParser.Rejection)
  {
    switch (state, byte) {
    // RFC 9112, 2.2: an empty line before the request line is passed over; one is enough.
    case (.begin, 0x0d) where position == 0: state = .emptyLine
    case (.begin, _):
      state = .method
      methodStart = position
      return
    case (.emptyLine, 0x0a): state = .begin
    case (.requestLineEnd, 0x0a):
      try requestLineIsWhole(bytes)
      state = .lineBegin
    case (.lineBegin, 0x0d): state = .headEnd
    case (.lineBegin, 0x20), (.lineBegin, 0x09):
      throw .init(status: 400, detail: "a folded header line")
    case (.lineBegin, _):
      guard places.count < limits.headers else {
        throw .init(status: 431, detail: "more than \(limits.headers) headers")
      }
      state = .name
      mark = position
      return
    case (.valueBegin, 0x20), (.valueBegin, 0x09): break
    case (.valueBegin, _):
      state = .value
      mark = position
      return
    case (.valueEnd, 0x0a): state = .lineBegin
    case (.headEnd, 0x0a):
      try facts.check()
      state = .done
    default: throw .init(status: 400, detail: "a CR without its LF")
    }
    position += 1
  }

  private mutating func requestLine(
    _ bytes: UnsafePointer<UInt8>, _ end: Int, _ classes: UnsafePointer<UInt8>, _ limits: HTTPLimits
  ) throws(RequestParser.Rejection) {
    switch state {
    case .method:
      run(bytes, min(end, methodStart + Self.longestMethod + 1), classes, ByteClass.method)
      guard position < end else { return }
      guard bytes[position] == 0x20, position > methodStart, position - methodStart <= Self.longestMethod
      else { throw .init(status: 400, detail: "the method is malformed") }
      methodEnd = position
      state = .path
    case .path, .query:
      let limit = pathStart + limits.target
      run(bytes, min(end, limit + 1), classes, state == .path ? ByteClass.path : ByteClass.query)
      guard position <= limit else {
        throw .init(status: 414, detail: "the target is longer than \(limits.target) bytes")
      }
      guard position < end else { return }
      if state == .path { pathEnd = position }
      if state == .path, bytes[position] == 0x3f, position > pathStart {
        state = .query
        break
      }
      guard bytes[position] == 0x20, position > pathStart else {
        throw .init(status: 400, detail: "the target is malformed")
      }
      targetEnd = position
      mark = position + 1
      state = .version
    default:
      while position < end, bytes[position] != 0x0d {
        guard bytes[position] > 0x20, bytes[position] < 0x7f, position - mark < Self.longestVersion else {
          throw .init(status: 400, detail: "the request line is malformed")
        }
        position += 1
      }
      guard position < end else { return }
      state = .requestLineEnd
    }
    position += 1
  }

  /// Passes over the bytes of a class.
  @inline(__always)
  private mutating func run(
    _ bytes: UnsafePointer<UInt8>, _ end: Int, _ classes: UnsafePointer<UInt8>, _ wanted: UInt8
  ) {
    var index = position
    while index < end, classes[Int(bytes[index])] & wanted != 0 { index &+= 1 }
    position = index
  }

  private mutating func requestLineIsWhole(_ bytes: UnsafePointer<UInt8>) throws(RequestParser.Rejection) {
    let version = UnsafeBufferPointer(start: bytes + mark, count: position - 1 - mark)
    guard version.elementsEqual("HTTP/1.1".utf8) else {
      let isHTTP =
        version.count == 8 && version.starts(with: "HTTP/".utf8) && version[6] == 0x2e
        && version[5] &- 0x30 < 10 && version[7] &- 0x30 < 10
      throw .init(status: isHTTP ? 505 : 400, detail: "only HTTP/1.1 is spoken here")
    }
    guard bytes[pathStart] == 0x2f else {
      throw .init(status: 400, detail: "the target is not a path")
    }
    places.reserveCapacity(16)
  }

  private mutating func field(_ bytes: UnsafePointer<UInt8>, _ end: Int, _ classes: UnsafePointer<UInt8>)
    throws(RequestParser.Rejection)
  {
    if state == .name {
      run(bytes, end, classes, ByteClass.name)
      guard position < end else { return }
      guard bytes[position] == 0x3a, position > mark else {
        throw .init(status: 400, detail: "a header's name is malformed")
      }
      places.append(.init(nameStart: UInt32(mark), nameEnd: UInt32(position)))
      state = .valueBegin
    } else {
      run(bytes, end, classes, ByteClass.value)
      guard position < end else { return }
      guard bytes[position] == 0x0d else {
        throw .init(status: 400, detail: "a header's value has a control character")
      }
      var last = position
      while last > mark, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
      let index = places.count - 1
      places[index].valueStart = UInt32(mark)
      places[index].valueEnd = UInt32(last)
      let (name, nameEnd) = (Int(places[index].nameStart), Int(places[index].nameEnd))
      try facts.note(
        name: UnsafeBufferPointer(start: bytes + name, count: nameEnd - name),
        value: UnsafeBufferPointer(start: bytes + mark, count: last - mark), classes)
      state = .valueEnd
    }
    position += 1
  }
}
