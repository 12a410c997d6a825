extension Exams {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.hotline_five_json5,
      PackageResources.hotline_four_json5,
      PackageResources.hotline_practice_json5,
      PackageResources.broadband_five_json5,
      PackageResources.broadband_four_json5,
    ]
  }
}
