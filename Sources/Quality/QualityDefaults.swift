extension Quality {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.hotline_call_json5,
      PackageResources.club_audit_json5,
      PackageResources.hotline_sampling_json5,
    ]
  }
}
