import Formats
import Workspace

/// A call handed to an assessor to be scored by a day.
package struct CallAssignment: Hashable, Sendable {
  package let call: Int
  package let assessor: Int
  /// `random` or `targeted` for the one whose score is the call's, `calibration` for a second, blind one.
  package let kind: Evaluation.Kind
  package let due: CalendarDay
}

/// Hands calls to assessors: evenly, never one's own calls or those of one's own team, a share to two of them.
package enum CallAssigning {
  package struct Call: Sendable {
    package let id: Int
    package let name: String
    package let staff: Int
    /// The teams that the agent belongs to.
    package let teams: Set<String>
    package let isBase: Bool

    package init(id: Int, name: String, staff: Int, teams: Set<String>, isBase: Bool) {
      self.id = id
      self.name = name
      self.staff = staff
      self.teams = teams
      self.isBase = isBase
    }
  }

  package struct Assessor: Sendable {
    package let key: Int
    package let id: String
    package let teams: Set<String>
    /// Calls that the assessor has to score already.
    package let load: Int

    package init(key: Int, id: String, teams: Set<String>, load: Int) {
      self.key = key
      self.id = id
      self.teams = teams
      self.load = load
    }
  }

  package struct Result: Sendable {
    package let assignments: [(call: Int, assessor: Int, kind: Evaluation.Kind)]
    /// Calls that no assessor may judge.
    package let unassigned: [String]
    /// Calls that were to be scored twice, that only one assessor may judge, and for which no other could stand in.
    package let singleOnly: [String]
  }

  /// Assigns every call to the eligible assessor with the least to do; among equals the seed decides.
  ///
  /// Calls go in the order of their keyed hash; of the base sample those with the lowest are scored twice, as many as the
  /// share says, rounded up. The same calls, assessors and seed give the same assignments in any order of either.
  package static func assign(
    _ calls: [Call], to assessors: [Assessor], doubleShare: Weight, seed: UInt64
  ) -> Result {
    let hash = SipHash(key: seed)
    func value(_ text: String) -> UInt64 {
      var text = text
      return text.withUTF8 { hash.hash($0) }
    }
    let ordered = calls.map { (call: $0, hash: value($0.name)) }.sorted {
      ($0.hash, $0.call.name) < ($1.hash, $1.call.name)
    }
    let base = calls.count(where: \.isBase)
    var doubles = (base * doubleShare.basisPoints + 9_999) / 10_000
    var loads = Dictionary(uniqueKeysWithValues: assessors.map { ($0.key, $0.load) })
    var assignments: [(call: Int, assessor: Int, kind: Evaluation.Kind)] = []
    var (unassigned, singleOnly): ([String], [String]) = ([], [])
    for (call, _) in ordered {
      let eligible = assessors.filter { $0.key != call.staff && $0.teams.isDisjoint(with: call.teams) }
      func least(but other: Int?) -> Assessor? {
        eligible.filter { $0.key != other }.min { one, two in
          (loads[one.key] ?? 0, value("\(call.name) \(one.id)"), one.id)
            < (loads[two.key] ?? 0, value("\(call.name) \(two.id)"), two.id)
        }
      }
      guard let first = least(but: nil) else {
        unassigned.append(call.name)
        continue
      }
      loads[first.key, default: 0] += 1
      assignments.append((call.id, first.key, call.isBase ? .random : .targeted))
      guard call.isBase, doubles > 0 else { continue }
      guard let second = least(but: first.key) else {
        singleOnly.append(call.name)
        continue
      }
      doubles -= 1
      loads[second.key, default: 0] += 1
      assignments.append((call.id, second.key, .calibration))
    }
    // With enough others in their place, calls that only one may judge are no loss.
    return Result(
      assignments: assignments, unassigned: unassigned, singleOnly: Array(singleOnly.prefix(doubles)))
  }
}
