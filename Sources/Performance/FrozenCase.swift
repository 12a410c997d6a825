import Formats
import Workforce
import Workspace

/// A person's inputs as they are frozen, and read again.
extension QuarterCase {
  package var line: FrozenLine {
    var line = FrozenLine(id)
    line.add("employment", employment == .regular ? nil : employment.rawValue)
    line.add("base", base.fen)
    line.add("stints", lists: stints.map(\.list))
    line.add(
      "away", lists: absences.map { [$0.kind.rawValue, "\($0.from)", "\($0.to)", "\($0.length)"] })
    line.add("qa", score: evidence.qa?.hundredths)
    line.add("evaluations", evidence.evaluations)
    line.add("qa-error", score: evidence.qaError)
    line.add("qa-freedom", evidence.qaFreedom)
    line.add("criticals", evidence.criticals)
    line.add("open-criticals", evidence.openCriticals)
    line.add("disputes", evidence.disputes)
    line.add("incidents", evidence.incidents)
    line.add("satisfaction", score: evidence.satisfaction?.hundredths)
    line.add("responses", evidence.responses)
    line.add("exam", score: evidence.exam?.hundredths)
    line.add("lessons", evidence.lessonsGiven)
    line.add("done", evidence.lessonsDone)
    line.add("complaints", evidence.liableComplaints)
    line.add("competition", evidence.competition.hundredths)
    line.add("suggestions", evidence.suggestions)
    line.add("help", evidence.help)
    line.add("indicators", numbers: evidence.indicators, absent: Evidence.none)
    line.add("calibrated", calibrated)
    line.add("adjustment", adjustment.fen)
    return line
  }

  /// - Parameter columns: how many indicators the quarter has.
  package init?(_ fields: FrozenFields, columns: Int) {
    let stints = Stint.read(fields.lists("stints"))
    let absences = fields.lists("away").compactMap { list -> Absence? in
      guard list.count == 4, let kind = Leave.Kind(rawValue: list[0]), let from = CalendarDay(list[1]),
        let to = CalendarDay(list[2]), let length = Int(list[3])
      else { return nil }
      return Absence(kind: kind, from: from, to: to, length: length)
    }
    guard stints.count == fields.lists("stints").count, absences.count == fields.lists("away").count,
      let employment = fields.text("employment").map({ Person.Employment(rawValue: $0) }) ?? .regular
    else { return nil }
    self.init(
      id: fields.name, employment: employment, base: Money(fen: fields.int("base") ?? 0), stints: stints,
      absences: absences, evidence: Evidence(fields, columns: columns),
      calibrated: fields.text("calibrated"), adjustment: Money(fen: fields.int("adjustment") ?? 0))
  }
}

extension Evidence {
  fileprivate init(_ fields: FrozenFields, columns: Int) {
    func score(_ key: String) -> Score? { fields.int(key).map(Score.init(hundredths:)) }
    func count(_ key: String) -> Int { fields.int(key) ?? 0 }
    qa = score("qa")
    evaluations = count("evaluations")
    qaError = fields.int("qa-error")
    qaFreedom = count("qa-freedom")
    criticals = count("criticals")
    openCriticals = count("open-criticals")
    disputes = count("disputes")
    incidents = count("incidents")
    satisfaction = score("satisfaction")
    responses = count("responses")
    exam = score("exam")
    lessonsGiven = count("lessons")
    lessonsDone = count("done")
    liableComplaints = count("complaints")
    competition = score("competition") ?? .zero
    suggestions = count("suggestions")
    help = count("help")
    indicators = columns == 0 ? [] : fields.numbers("indicators", count: columns, absent: Evidence.none)
  }
}
