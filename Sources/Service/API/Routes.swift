extension Route {
  /// Every route of the API, by the nouns of the command line.
  static func all(_ front: FrontDesk) -> [Route] {
    var routes = session(front)
    routes += exam
    routes += examResults
    routes += sitting
    routes += lateAnswers
    routes += bank
    routes += course
    routes += cycle
    routes += cert
    routes += certSittings
    routes += contest
    routes += staff
    routes += org
    routes += account(front)
    routes += scheme
    routes += audit
    routes += qaSample
    routes += qaEvaluation
    routes += qaResult
    routes += quarter
    routes += quarterPublication
    routes += quarterClosing
    routes += pay
    routes += sheet
    routes += explain
    routes += promotion
    routes += honour
    routes += improve
    routes += need
    routes += report
    routes += kpi
    routes += survey
    routes += complaint
    return routes
  }
}
