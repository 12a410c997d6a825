extension Certification {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.broadband_json5,
      PackageResources.hotline_json5,
    ]
  }
}
