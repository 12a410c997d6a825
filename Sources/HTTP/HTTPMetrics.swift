/// What the server counts.
///
/// It belongs to the loop: read it in a handler, or when `run()` is over.
package final class HTTPMetrics {
  package internal(set) var connections = 0
  package internal(set) var accepted = 0
  package internal(set) var refused = 0
  package internal(set) var slowReadersDropped = 0
  package internal(set) var subscribers = 0
  package internal(set) var bytesIn = 0
  package internal(set) var bytesOut = 0
  /// Lines that the access log could not take.
  package internal(set) var linesDropped = 0
  /// Seconds since the server was made.
  package internal(set) var uptime = 0

  private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
  private static let statuses = 600
  /// The upper bounds of the histogram, in microseconds.
  private static let bounds = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000,
  ]
  /// By method, one more for all others, and status.
  private var requests = [Int](repeating: 0, count: 8 * statuses)
  private var rejections = [Int](repeating: 0, count: statuses)
  private var buckets = [Int](repeating: 0, count: bounds.count + 1)
  private var microseconds = 0

  func answered(_ method: String, _ status: Int, after microseconds: Int) {
    let row = Self.methods.firstIndex(of: method) ?? Self.methods.count
    requests[row * Self.statuses + min(max(status, 0), Self.statuses - 1)] += 1
    var bucket = 0
    while bucket < Self.bounds.count, microseconds > Self.bounds[bucket] { bucket += 1 }
    buckets[bucket] += 1
    self.microseconds += microseconds
  }

  func rejected(_ status: Int) { rejections[min(max(status, 0), Self.statuses - 1)] += 1 }

  /// Requests that were answered, refused ones not counted.
  package var answered: Int { buckets.reduce(0, +) }

  /// Requests that were refused with this status.
  package func rejected(with status: Int) -> Int {
    rejections.indices.contains(status) ? rejections[status] : 0
  }

  /// The text exposition format of Prometheus, version 0.0.4.
  package var prometheus: String {
    var text = "# TYPE merit_http_requests_total counter\n"
    for (index, count) in requests.enumerated() where count > 0 {
      let row = index / Self.statuses
      let method = row < Self.methods.count ? Self.methods[row] : "other"
      text +=
        "merit_http_requests_total{method=\"\(method)\",status=\"\(index % Self.statuses)\"} \(count)\n"
    }
    text += "# TYPE merit_http_rejected_total counter\n"
    for (status, count) in rejections.enumerated() where count > 0 {
      text += "merit_http_rejected_total{status=\"\(status)\"} \(count)\n"
    }
    text += histogram
    for (name, kind, value) in [
      ("received_bytes_total", "counter", bytesIn), ("sent_bytes_total", "counter", bytesOut),
      ("connections", "gauge", connections), ("connections_accepted_total", "counter", accepted),
      ("connections_refused_total", "counter", refused),
      ("slow_readers_dropped_total", "counter", slowReadersDropped),
      ("event_subscribers", "gauge", subscribers), ("log_lines_dropped_total", "counter", linesDropped),
      ("uptime_seconds", "gauge", uptime),
    ] {
      text += "# TYPE merit_http_\(name) \(kind)\nmerit_http_\(name) \(value)\n"
    }
    return text
  }

  private var histogram: String {
    let name = "merit_http_request_duration_seconds"
    var text = "# TYPE \(name) histogram\n"
    var sum = 0
    for (bound, count) in zip(Self.bounds, buckets) {
      sum += count
      text += "\(name)_bucket{le=\"\(Self.seconds(bound))\"} \(sum)\n"
    }
    text += "\(name)_bucket{le=\"+Inf\"} \(answered)\n"
    return text + "\(name)_sum \(Self.seconds(microseconds))\n\(name)_count \(answered)\n"
  }

  /// Microseconds as seconds with all digits that count.
  private static func seconds(_ microseconds: Int) -> String {
    var digits = String(microseconds % 1_000_000)
    digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(microseconds / 1_000_000)" + (digits.isEmpty ? "" : ".\(digits)")
  }
}
