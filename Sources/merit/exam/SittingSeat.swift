import Exams
import Formats
import Workspace

/// Where a candidate sits: the paper, the clock, and the keeping of answers, at the workspace itself or over a network.
protocol SittingSeat: AnyObject {
  var paper: SeatPaper { get }
  /// What was answered when the sitting was taken up, in the places of `paper`.
  var responses: [Int: Response] { get }
  /// Until the deadline; below 0 in the minutes of grace.
  var secondsLeft: Int { get }
  /// Until answers are taken no more.
  var secondsToEnd: Int { get }
  /// What the corner of the screen says of the network; `nil` where all is well.
  var mark: Words? { get }
  /// How many answers stand here and nowhere else yet.
  var unsent: Int { get }
  /// The time of day in the zone of the exam.
  var timeOfDay: String { get }

  /// Keeps one answer on a disk before it returns.
  ///
  /// - Parameter previous: what the place held, of which a long text keeps only the change.
  func keep(_ response: Response, place: Int, after previous: Response?) throws -> SeatNews
  /// What has become of the sitting: to be asked about once a second.
  func look() throws -> SeatNews
  /// Hands the paper in; where that takes its time, `look` says when it is done.
  func submit(timeIsOver: Bool) throws -> SeatNews
  /// Asks the candidate to sign in again; the terminal is the caller's to lend.
  func signInAgain()
  /// Ends the use of the seat, the paper not handed in.
  func leave()
}

/// What a seat has to say.
enum SeatNews {
  case goesOn
  /// The answer was not kept: it must be given again.
  case busy(Words)
  /// The paper is being handed in, or answers after the end are being sent.
  case sending
  /// - Parameter late: how many answers came too late, and wait for a person's decision.
  case over(SubmittedPaper, timeIsOver: Bool, late: Int)
  case takenOver(Refusal)
  case signInNeeded
}

/// A paper as it lies before a candidate.
struct SeatPaper: Sendable {
  let exam: String
  let sitting: Int
  let staff: String
  let attempt: Int
  let title: String
  /// The language of the sitting, which one that goes on keeps.
  let isChinese: Bool
  let items: [PaperItem]
  let questions: [WrittenQuestion]
  /// What the blueprint adds to each question's line: its section, and what a wrong answer costs.
  let remarks: [String]
  let allowsEditor: Bool
  /// The time of day at which it ended when it was taken up.
  let until: String

  static func remark(section: Words?, penalty: Int, allowsParts: Bool, isChinese: Bool) -> String {
    var parts = section.map { [$0.text(chinese: isChinese)] } ?? []
    if penalty > 0 {
      let cost = ExactDecimal(mantissa: penalty, places: 2).text
      parts.append(isChinese ? "答错扣 \(cost) 分" : "wrong: −\(cost)")
    }
    if !allowsParts { parts.append(isChinese ? "全对才得分" : "all or nothing") }
    return parts.joined(separator: "  ")
  }
}
