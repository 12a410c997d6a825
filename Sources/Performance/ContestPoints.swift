import Competitions
import SQLite
import Workforce
import Workspace

/// The points that final results of a quarter's contests give to each person, on their own or as a member of a team.
struct ContestPoints {
  private let earned: [String: [FinalRecords.Points]]
  private let teams: TeamBook?

  init(_ database: Connection, in quarter: Quarter) throws {
    earned = try FinalRecords(database).points(in: quarter)
    let staff = StaffRecords(database)
    let units = try earned.isEmpty ? [:] : staff.unitKeys()
    teams = earned.keys.contains { units[$0] != nil } ? try TeamBook(staff) : nil
  }

  var isEmpty: Bool { earned.isEmpty }

  /// What somebody earned, in the order of the contests; a team's points go to who belonged to it on the day.
  func points(of id: String, key: Int) -> [FinalRecords.Points] {
    let own = earned[id] ?? []
    guard let teams else { return own }
    return own
      + earned.values.joined().filter { teams.team(of: key, on: $0.held) == $0.entrant }
      .sorted { ($0.held, $0.contest) < ($1.held, $1.contest) }
  }
}
