/// The header fields of a request, kept as the bytes of its head; a value becomes a `String` when it is asked for.
struct HeadFields: Sendable {
  /// Where a field's name and value stand among the bytes of the head.
  struct Place: Sendable {
    var nameStart: UInt32 = 0
    var nameEnd: UInt32 = 0
    var valueStart: UInt32 = 0
    var valueEnd: UInt32 = 0
  }

  /// The head as it came, the names in lower case.
  let bytes: [UInt8]
  let places: [Place]

  /// Copies the head and turns its names into lower case.
  init(copying head: UnsafeBufferPointer<UInt8>, places: [Place]) {
    self.places = places
    bytes = [UInt8](unsafeUninitializedCapacity: head.count) { copy, count in
      count = copy.initialize(fromContentsOf: head)
      for place in places {
        for index in Int(place.nameStart)..<Int(place.nameEnd) {
          let byte = copy[index]
          if byte &- 0x41 < 26 { copy[index] = byte | 0x20 }
        }
      }
    }
  }

  func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  private func value(of place: Place) -> String { text(Int(place.valueStart), Int(place.valueEnd)) }

  /// The first value of a field whose name is given in lower case.
  func first(_ name: String) -> String? {
    var name = name
    return name.withUTF8 { wanted in
      for place in places
      where Int(place.nameEnd - place.nameStart) == wanted.count
        && bytes[Int(place.nameStart)..<Int(place.nameEnd)].elementsEqual(wanted)
      {
        return value(of: place)
      }
      return nil
    }
  }

  var all: [(name: String, value: String)] {
    places.map { (text(Int($0.nameStart), Int($0.nameEnd)), value(of: $0)) }
  }
}
