extension Performance {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.hotline_agent_json5,
      PackageResources.broadband_technician_json5,
      PackageResources.company_bonus_json5,
      PackageResources.hotline_honours_json5,
      PackageResources.hotline_star_json5,
      PackageResources.hotline_step_back_json5,
    ]
  }
}
