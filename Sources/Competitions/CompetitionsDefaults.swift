extension Competitions {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.service_star_json5
    ]
  }
}
