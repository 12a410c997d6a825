import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// Showing what surveys say: by groups, weighted, against the quarter before, and what drives satisfaction.
package struct SurveyDesk {
  private let occasion: Occasion
  private let records: SatisfactionRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = SatisfactionRecords(occasion.database)
  }

  package enum Grouping: String, CaseIterable, Sendable { case all, agent, team, site, brand, channel }

  /// The model of an id in force at the end of a quarter, or today while the quarter runs.
  package func model(_ id: String, in quarter: Quarter) throws -> SurveyModel {
    let day = min(quarter.lastDay, max(occasion.today, quarter.firstDay))
    return try SchemeRecords(database).document(SurveyModel.self, id: id, on: day)
  }

  /// The reports of a quarter, one for each group, by name; of all together it is weighted where the model knows customers.
  package func reports(_ model: SurveyModel, in quarter: Quarter, by grouping: Grouping) throws
    -> [SurveyReport]
  {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see survey results")
    if grouping == .all { return try whole(model, in: quarter).map { [$0] } ?? [] }
    return try gather(model, in: quarter, by: grouping).sorted { $0.key < $1.key }.map { name, own in
      SurveyReport(
        name, [SurveyReport.Group(counts: own.counts, squaredError: own.squaredError)], model: model)
    }
  }

  /// Everybody's answers as one; `nil` of none.
  ///
  /// - Throws: a refusal where the model knows customers of groups that nobody answered from.
  package func whole(
    _ model: SurveyModel, in quarter: Quarter, measuresErrors: Bool = true
  ) throws -> SurveyReport? {
    guard let population = model.population, let grouping = Grouping(rawValue: population.label) else {
      return try gather(model, in: quarter, by: .all, measuresErrors: measuresErrors)["all"].map {
        SurveyReport(
          "all", [SurveyReport.Group(counts: $0.counts, squaredError: $0.squaredError)], model: model)
      }
    }
    let groups = try gather(model, in: quarter, by: grouping, measuresErrors: measuresErrors)
      .sorted { $0.key < $1.key }
    let known = groups.compactMap { name, own in
      population.customers[name].map {
        SurveyReport.Group(customers: $0, counts: own.counts, squaredError: own.squaredError)
      }
    }
    if known.isEmpty, !groups.isEmpty {
      throw Refusal(
        .badData,
        "no answer of \(quarter) comes from a group whose customers survey '\(model.head.id)' knows (\(population.customers.keys.sorted().joined(separator: ", ")))",
        "the answers say \(groups.prefix(5).map(\.key).joined(separator: ", ")); mend the population in a new version"
      )
    }
    return known.isEmpty ? nil : SurveyReport("all", known, model: model)
  }

  /// The groups of a quarter's answers whose customers the model does not know, and which the whole leaves out.
  package func unweighted(_ model: SurveyModel, in quarter: Quarter) throws -> [String] {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see survey results")
    guard let population = model.population, let grouping = Grouping(rawValue: population.label) else {
      return []
    }
    return try gather(model, in: quarter, by: grouping).keys.filter { population.customers[$0] == nil }
      .sorted()
  }

  /// What each person can answer for: the mean over responses of the attributable questions, by id.
  package func people(_ model: SurveyModel, in quarter: Quarter) throws -> [PersonFigure] {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see survey results")
    var ids: [Int: String] = [:]
    for (id, key) in try StaffRecords(database).keys() { ids[key] = id }
    var sums: [Int: SampleSums] = [:]
    try records.forEachResponse(model, in: quarter) { row in
      guard let staff = row.staff, let score = row.score else { return }
      sums[staff, default: SampleSums()].add(score)
    }
    return sums.map { key, own in
      (
        ids[key] ?? "?",
        SurveyReport.Figure(
          score: Score.mean(sum: Int(own.sum), count: own.count),
          error: own.variance.map { ($0 / Double(own.count)).squareRoot() / 100 }, n: own.count)
      )
    }.sorted { $0.0 < $1.0 }
  }

  private struct Gathered {
    var counts: AnswerCounts
    var squaredError: Double?
  }

  /// Counts of each group, and the variance of its index from whole responses: two passes over the answers.
  ///
  /// - Parameter measuresErrors: without it one pass does, and no variance comes out.
  private func gather(
    _ model: SurveyModel, in quarter: Quarter, by grouping: Grouping, measuresErrors: Bool = true
  ) throws -> [String: Gathered] {
    let staff = StaffRecords(database)
    let book = try grouping == .team ? TeamBook(staff) : nil
    var people: [Int: Person] = [:]
    if grouping == .agent || grouping == .site { try staff.forEachPerson { people[$0] = $1 } }
    func key(_ row: SatisfactionRecords.Counted) -> String? {
      func label(_ place: Int) -> String? {
        let labels = row.labels
        return labels.count > place && !labels[place].isEmpty ? labels[place] : nil
      }
      switch grouping {
      case .all: return "all"
      case .agent: return row.staff.flatMap { people[$0]?.id }
      case .team: return label(1) ?? row.staff.flatMap { book?.team(of: $0, on: row.day) }
      case .site: return label(2) ?? row.staff.flatMap { people[$0]?.site }
      case .brand: return label(3)
      case .channel: return label(4)
      }
    }
    let inIndex = model.parts.map(\.questions.upperBound).max() ?? 0
    var groups: [String: Gathered] = [:]
    try records.forEachResponse(model, in: quarter) { row in
      // A response that says nothing about the index is none of it.
      guard row.answers.prefix(inIndex).contains(where: { $0 != nil }), let key = key(row) else { return }
      groups[key, default: Gathered(counts: AnswerCounts(model))].counts.add(row.answers)
    }
    guard measuresErrors else { return groups }
    let lines = groups.mapValues { IndexErrors($0.counts, model: model) }
    var squares: [String: Double] = [:]
    try records.forEachResponse(model, in: quarter) { row in
      guard let key = key(row), let line = lines[key] else { return }
      let residual = line.residual(row.answers)
      squares[key, default: 0] += residual * residual
    }
    for (key, sum) in squares {
      let n = groups[key]?.counts.responses ?? 0
      groups[key]?.squaredError = n > 1 ? sum * Double(n) / Double(n - 1) : nil
    }
    return groups
  }

  /// What customers wrote, by day.
  package func comments(in quarter: Quarter) throws -> [Comment] {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "read customers' comments")
    var ids: [Int: String] = [:]
    for (id, key) in try StaffRecords(database).keys() { ids[key] = id }
    return try records.comments(in: quarter).map {
      ($0.response, $0.day, $0.staff.flatMap { ids[$0] }, $0.text)
    }
  }

  /// What the processes are to explain: a row for each response that answered all, its processes and then the whole.
  package struct DriverTable: Sendable {
    package let names: [Words]
    /// In hundredths.
    package let cells: [Int]
    /// The mean of each process over the rows, in points.
    package let performance: [Score]
    package let dropped: Int
  }

  /// - Throws: a refusal where the model has no overall question, or no processes.
  package func drivers(_ model: SurveyModel, in quarter: Quarter) throws -> DriverTable {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see what drives satisfaction")
    var names: [Words] = []
    for question in model.questions {
      if let process = question.process, !names.contains(process) { names.append(process) }
    }
    guard let overall = model.questions.firstIndex(where: \.isOverall), !names.isEmpty else {
      throw Refusal(
        .badData, "survey '\(model.head.id)' names no processes, or no overall question",
        "mark questions with process: NAME, and one with overall: true, in a new version")
    }
    let places = names.map { name in model.questions.indices.filter { model.questions[$0].process == name } }
    var cells: [Int] = []
    var sums = [Int](repeating: 0, count: names.count)
    var (rows, dropped) = (0, 0)
    try records.forEachResponse(model, in: quarter) { row in
      var line: [Int] = []
      for own in places + [[overall]] {
        let scores = own.compactMap { place in
          row.answers[place].map { model.questions[place].score($0).hundredths }
        }
        guard let mean = Score.mean(sum: scores.reduce(0, +), count: scores.count) else {
          dropped += 1
          return
        }
        line.append(mean.hundredths)
      }
      rows += 1
      for place in sums.indices { sums[place] += line[place] }
      cells += line
    }
    return DriverTable(
      names: names, cells: cells, performance: sums.map { Score.mean(sum: $0, count: rows) ?? .zero },
      dropped: dropped)
  }
}

/// How far one response moves the index: the linear part of its error.
private struct IndexErrors {
  /// For each question its weight in the index over its number of answers, and its mean, in points.
  private let terms: [(share: Double, mean: Double)?]
  private let questions: [SurveyModel.Question]

  init(_ counts: AnswerCounts, model: SurveyModel) {
    var terms = [(share: Double, mean: Double)?](repeating: nil, count: model.questions.count)
    for part in model.parts {
      let sums = part.questions.map { (place: $0, sums: counts.sums($0, model.questions[$0])) }
      let known = sums.filter { $0.sums.count > 0 }
      for own in known {
        let share = Double(part.weight.basisPoints) / 10_000 / Double(known.count) / Double(own.sums.count)
        terms[own.place] = (share, (own.sums.mean ?? 0) / 100)
      }
    }
    self.terms = terms
    questions = model.questions
  }

  func residual(_ answers: [Int?]) -> Double {
    var sum = 0.0
    for (place, answer) in answers.enumerated() {
      guard let answer, let term = terms[place] else { continue }
      sum += term.share * (Double(questions[place].score(answer).hundredths) / 100 - term.mean)
    }
    return sum
  }
}
