extension Improvement {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] { [PackageResources.hotline_needs_json5] }
}
