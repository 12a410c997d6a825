import Formats
import Workforce
import Workspace

/// Taking in vacancies and seeing which of their places are left.
package struct VacancyDesk {
  private let occasion: Occasion
  private let records: VacancyRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = VacancyRecords(occasion.database)
  }

  /// Takes in vacancies; a correction opens its places anew.
  package func importVacancies(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "take in vacancies")
    let sites = try Set(sites())
    var rows: [Placed<Vacancy>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let (post, site) = (row.text("post"), row.optional("site"))
      let level = row.word("level", Person.levels)
      let places = row.integer("places", in: 0...100_000)
      let from = row.optionalDay("from")
      if let site, !sites.contains(site) {
        row.fault("site", "nobody on the roster is at '\(site)'; write it as the roster does")
      }
      guard let post, let level, let places else { return }
      let key = "\(post) \(level) \(site ?? "")"
      if let first = lines[key] {
        return row.fault("post", "the same vacancies stand on line \(first) already; keep one")
      }
      lines[key] = row.line
      rows.append(
        Placed(Vacancy(post: post, level: level, site: site, places: places, from: from), line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: records.find,
      name: { "'\($0.post)' at level \(Person.levelName($0.level))\($0.site.map { " in \($0)" } ?? "")" })
    return try occasion.take(
      arrivals, of: table, options: options, into: "vacancy", deed: "promotion.vacancies", subject: table.file
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }

  private func sites() throws -> [String] {
    var sites: [String] = []
    try StaffRecords(occasion.database).forEachPerson { if let site = $1.site { sites.append(site) } }
    return sites
  }

  /// Every vacancy with what is left of it.
  package func balances() throws -> [VacancyBalance] {
    try occasion.require(.hr, .leader, to: "see vacancies")
    return try records.balances()
  }
}
