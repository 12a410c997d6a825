extension Route {
  /// Every route of the API, by the nouns of the command line.
  static func all(_ front: FrontDesk) -> [Route] {
    session(front)
      + cert
      + sheet
      + qaSample
      + qaEvaluation
      + qaResult
      + quarter
      + quarterPublication
      + quarterClosing
      + pay
      + explain
      + promotion
      + honour
      + improve
      + need
      + report
      + kpi
      + survey
      + complaint
  }
}
