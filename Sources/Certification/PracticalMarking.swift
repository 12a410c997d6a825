import Formats
import Workforce
import Workspace

/// Taking in what examiners gave.
extension LevelSittingDesk {
  /// Takes in examiners' points, line by line of the rubrics.
  package func importMarks(_ table: TableReader, sitting id: Int, options: IntakeOptions) throws
    -> IntakeOutcome
  {
    try occasion.require(.examiner, to: "mark a practical test")
    let sitting = try sitting(id)
    let (_, level) = try level(of: sitting)
    guard sitting.day <= occasion.today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here", "mark it on the day")
    }
    let registered = Dictionary(
      try records.registrations(for: id).map { ($0.staff, $0.key) }
    ) { first, _ in first }
    let people = try StaffRecords(occasion.database).keys()
    let sponsors = Dictionary(
      uniqueKeysWithValues: try records.registrations(for: id).compactMap { own in
        own.sponsor.map { (own.staff, $0) }
      })
    let decided = Set(try records.decisions(of: id).filter(\.isAwarded).map(\.staff))
    var rows: [Placed<PracticalMark>] = []
    var lines: [PracticalMark: Int] = [:]
    try table.forEachRow { row in
      let (staff, part, examiner) = (row.text("staff"), row.text("part"), row.text("examiner"))
      let line = row.text("line")
      let practical = level.practicals.first { $0.id == part }
      if let part, practical == nil {
        let known = level.practicals.map(\.id).joined(separator: ", ")
        row.fault(
          "part", "'\(part)' is no practical test of this level (\(known.isEmpty ? "it has none" : known))")
      }
      let item = practical?.rubric.lines.first { $0.id == line }
      if let line, let practical, item == nil {
        row.fault(
          "line",
          "'\(line)' is no line of '\(practical.id)' (\(practical.rubric.lines.map(\.id).joined(separator: ", ")))"
        )
      }
      let points = row.decimal("points", places: 2, in: 0...(item?.points.hundredths ?? 100_00))
      if let staff, registered[staff] == nil {
        row.fault("staff", "'\(staff)' is not registered for sitting \(id)")
      }
      if let staff, decided.contains(staff) {
        row.fault("staff", "'\(staff)' was awarded the certificate of sitting \(id) already; it is decided")
      }
      if let examiner, people[examiner] == nil {
        row.fault("examiner", "nobody has the id '\(examiner)'; examiners are staff")
      }
      if let staff, let examiner, sponsors[staff] == examiner {
        row.fault("examiner", "'\(examiner)' vouches for '\(staff)' and may not examine them")
      }
      if let examiner, examiner == staff {
        row.fault("examiner", "'\(examiner)' would examine themselves")
      }
      guard let staff, let key = registered[staff], let examiner, let item, let practical, let points else {
        return
      }
      let mark = PracticalMark(
        sitting: id, staff: key, part: practical.id, examiner: examiner, line: item.id,
        points: Score(hundredths: points))
      let name = PracticalMark(
        sitting: id, staff: key, part: practical.id, examiner: examiner, line: item.id, points: .zero)
      if let first = lines[name] {
        return row.fault(
          "line", "'\(examiner)' marked this line for '\(staff)' on line \(first) already; keep one")
      }
      lines[name] = row.line
      rows.append(Placed(mark, line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0) },
      name: { "the mark of '\($0.examiner)' for '\($0.line)'" })
    return try occasion.take(
      arrivals, of: table, options: options, into: "practical_mark", deed: "cert.practical", subject: "\(id)"
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }
}
