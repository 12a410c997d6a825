extension Satisfaction {
  /// The schemes that a new workspace starts with, as JSON5.
  package static var defaults: [[UInt8]] {
    [
      PackageResources.customer_survey_json5,
      PackageResources.indicators_json5,
      PackageResources.process_survey_json5,
    ]
  }
}
