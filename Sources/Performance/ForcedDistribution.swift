import Workspace

/// Grades by shares of a group, where a scheme asks for them and the group is large enough.
enum ForcedDistribution {
  /// How many people get each grade: shares of the group to whole people by largest remainder, the better grade first of
  /// equal remainders.
  static func quotas(of count: Int, shares: [Weight]) -> [Int] {
    let weights = shares.map { Int128($0.basisPoints) }
    return (PoolSplit.shares(of: Int128(count), weights: weights) ?? []).map { Int($0) }
  }

  /// The grade of each total, best first; people with equal totals are never told apart, so all get the better grade.
  ///
  /// - Parameter totals: in falling order.
  static func grades(_ totals: [Score], quotas: [Int]) -> [Int] {
    var bounds: [Int] = []
    for quota in quotas { bounds.append((bounds.last ?? 0) + quota) }
    var grades: [Int] = []
    grades.reserveCapacity(totals.count)
    var grade = 0
    for (place, total) in totals.enumerated() {
      if place > 0, total == totals[place - 1] {
        grades.append(grades[place - 1])
        continue
      }
      while grade < bounds.count - 1, place >= bounds[grade] { grade += 1 }
      grades.append(grade)
    }
    return grades
  }

  /// People who share grades out among themselves.
  private struct Group: Hashable {
    let scheme: Int
    let team: String
  }

  private static func group(_ standing: Settlement.Standing, _ own: QuarterCase, _ inputs: QuarterInputs)
    -> Group?
  {
    guard let scheme = standing.scheme, standing.total != nil, let forced = inputs.schemes[scheme].forced
    else {
      return nil
    }
    return Group(scheme: scheme, team: forced.grouping == .team ? own.stints[standing.stint].team : "")
  }

  /// Grades people on late evidence by the bounds of a closed quarter: nobody else's place changes any more.
  ///
  /// A total earns the best grade that anybody in the group got with the same total or a lower one, else the worst.
  static func apply(
    to standings: inout [Settlement.Standing], _ inputs: QuarterInputs, asIn closed: Settlement
  ) {
    var members: [Group: [(total: Score, grade: Int)]] = [:]
    for (own, standing) in zip(closed.inputs.cases, closed.standings) {
      guard own.calibrated == nil, let total = standing.total, let grade = standing.grade,
        let group = group(standing, own, closed.inputs)
      else { continue }
      members[group, default: []].append((total, grade))
    }
    for place in standings.indices {
      guard let total = standings[place].total,
        let group = group(standings[place], inputs.cases[place], inputs),
        let others = members[group], others.count >= inputs.schemes[group.scheme].forced?.least ?? .max
      else { continue }
      let scheme = inputs.schemes[group.scheme]
      let grade = others.filter { $0.total <= total }.map(\.grade).min() ?? scheme.grades.count - 1
      standings[place].grade = Assessment.capped(grade, inputs.cases[place].evidence, scheme).place
    }
  }

  /// Grades everybody assessed whose scheme says so; a cap by critical failures stays.
  static func apply(to standings: inout [Settlement.Standing], _ inputs: QuarterInputs) {
    var groups: [Group: [Int]] = [:]
    for (place, standing) in standings.enumerated() {
      if let group = group(standing, inputs.cases[place], inputs) { groups[group, default: []].append(place) }
    }
    for (group, places) in groups {
      let scheme = inputs.schemes[group.scheme]
      guard let forced = scheme.forced, places.count >= forced.least else { continue }
      let ordered = places.sorted {
        let (one, other) = (standings[$0].total ?? .zero, standings[$1].total ?? .zero)
        return one == other ? $0 < $1 : one > other
      }
      let grades = grades(
        ordered.map { standings[$0].total ?? .zero }, quotas: quotas(of: places.count, shares: forced.shares))
      for (place, grade) in zip(ordered, grades) {
        standings[place].grade = Assessment.capped(grade, inputs.cases[place].evidence, scheme).place
      }
    }
  }
}
