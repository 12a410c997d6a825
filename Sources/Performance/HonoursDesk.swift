import Certification
import Competitions
import Formats
import Workforce
import Workspace

/// Making a contest final with what its places earn, and taking that back.
///
/// A deed over two departments: the result is the contest's, the certificate is the register's.
package struct HonoursDesk {
  /// What an entrant comes out with.
  package struct Honour: Sendable {
    package let result: FinalResult
    package let award: Contest.Award?
    /// The numbers of the certificates: one of a person, one for each member of a team.
    package let certificates: [String]
  }

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Makes a contest final and awards the certificates of its places: both or neither.
  ///
  /// - Parameters:
  ///   - allowsGaps: also where marks are missing.
  ///   - code: random letters for a certificate's code.
  package func finalise(_ contest: Contest, allowsGaps: Bool = false, code: () -> String) throws -> [Honour] {
    try occasion.whole {
      let results = try FinalDesk(occasion).finalise(contest, allowsGaps: allowsGaps)
      return try results.map { result in
        let award = result.rank.flatMap(contest.award)
        var certificates: [String] = []
        if let award, let (ladder, level) = award.certificate, let rank = result.rank {
          for person in try members(of: result.entrant, in: contest) {
            let own = try CertificationDesk(occasion).honour(
              person, ladder: ladder, level: level,
              evidence: "contest \(contest.head.id) rank \(rank) as \(result.entrant)",
              on: occasion.today, code: code)
            if let own { certificates.append(own.number) }
          }
        }
        return Honour(result: result, award: award, certificates: certificates)
      }
    }
  }

  /// Takes an entrant's result back, or everybody's, with the points and the certificates that rest on it.
  ///
  /// - Returns: the entrants, the numbers of the revoked certificates, and what a person must still look at.
  package func annul(_ contest: Contest, entrant: String?, reason: String) throws -> (
    entrants: [String], revoked: [String], notices: [String]
  ) {
    try occasion.whole {
      let entrants = try FinalDesk(occasion).annul(contest, entrant: entrant, reason: reason)
      let standing = StandingDesk(occasion)
      var revoked: [String] = []
      for held in try CertificationDesk(occasion).certificates(ofContest: contest.head.id)
      where entrants.contains(where: { held.certificate.evidence.hasSuffix(" as \($0)") })
        && held.status(on: occasion.today) != .revoked
      {
        try standing.revoke(held, reason: "contest \(contest.head.id) annulled: \(reason)")
        revoked.append(held.certificate.number)
      }
      let quarter = Quarter(of: contest.held)
      let isClosed = try QuarterRecords(occasion.database).state(of: quarter) == .closed
      let notices =
        isClosed
        ? [
          "\(quarter) is closed: its points stay as they were paid; the difference is paid as an adjustment: merit pay adjust \(quarter)"
        ] : []
      return (entrants, revoked, notices)
    }
  }

  /// Contests held in a quarter that have marks and are not final: their points do not count yet.
  package func unfinished(in quarter: Quarter) throws -> [String] {
    let schemes = SchemeRecords(occasion.database)
    return try FinalRecords(occasion.database).openContests().filter { open in
      let contest = try schemes.document(Contest.self, id: open.id, version: open.version)
      return Quarter(of: contest.held) == quarter
    }.map(\.id)
  }

  private func members(of entrant: String, in contest: Contest) throws -> [String] {
    guard contest.entrants == .team else { return [entrant] }
    let staff = StaffRecords(occasion.database)
    let teams = try TeamBook(staff)
    return try staff.keys().filter { teams.team(of: $0.value, on: contest.held) == entrant }.keys.sorted()
  }
}
