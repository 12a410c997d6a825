/// Bytes that are appended on the hot path and kept in memory that is used again.
final class ByteBuffer {
  private(set) var start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  func clear() { count = 0 }

  /// Takes the first `length` bytes away.
  func dropFirst(_ length: Int) {
    count -= length
    start.update(from: start + length, count: count)
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }

  @inline(__always)
  func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
    if count &+ length > capacity { reserve(length) }
    (start + count).update(from: source, count: length)
    count &+= length
  }

  @inline(__always)
  func append(_ text: StaticString) { append(text.utf8Start, text.utf8CodeUnitCount) }

  func append(_ byte: UInt8) {
    reserve(1)
    start[count] = byte
    count &+= 1
  }

  func append(_ source: [UInt8]) {
    source.withUnsafeBufferPointer { if let base = $0.baseAddress { append(base, $0.count) } }
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { if let base = $0.baseAddress { append(base, $0.count) } }
  }

  /// A whole number that is not negative, in decimal digits.
  func append(decimal number: Int) {
    reserve(20)
    var rest = UInt(max(0, number))
    var place = 20
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      repeat {
        place &-= 1
        digits[place] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
        rest /= 10
      } while rest > 0
      if let base = digits.baseAddress { append(UnsafePointer(base) + place, 20 - place) }
    }
  }

  /// A header's value: what would end its line becomes a blank.
  func append(value text: String) {
    let from = count
    append(text)
    for index in from..<count where start[index] < 0x20 || start[index] == 0x7f { start[index] = 0x20 }
  }
}
