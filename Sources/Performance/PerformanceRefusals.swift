import Formats
import Workspace

extension Refusal {
  static func nobodyAssessed(_ quarter: Quarter) -> Refusal {
    Refusal(
      .badData, "nobody is assessed in \(quarter), and what is closed can never be changed",
      "take in the evidence first; see: merit quarter score \(quarter)")
  }

  static func quarterClosed(_ quarter: Quarter) -> Refusal {
    Refusal(
      .notPermitted, "\(quarter) is closed", "a closed quarter never changes; see: merit pay show \(quarter)")
  }

  static func quarterRunning(_ quarter: Quarter) -> Refusal {
    Refusal(
      .notPermitted, "\(quarter) still runs until \(quarter.lastDay)",
      "close it after that day; merit quarter score \(quarter) shows how it stands")
  }

  static func quarterAhead(_ quarter: Quarter) -> Refusal {
    Refusal(.usage, "\(quarter) has not begun", "score it once it runs, from \(quarter.firstDay)")
  }

  static func negativePool(_ pool: Money) -> Refusal {
    Refusal(
      .usage, "a pool of \(pool) yuan would take from wages",
      "give nought or more: only unearned bonus is reduced")
  }

  static func poolTooLarge(_ quarter: Quarter) -> Refusal {
    Refusal(
      .badData,
      "the pool of \(quarter) is larger than 92233720368547758.07 yuan, the most that can be paid exactly",
      "look for a base or a pool with too many digits: merit staff list")
  }

  static func twoBonusSchemes(_ one: String, _ other: String) -> Refusal {
    Refusal(
      .badData, "two bonus schemes are in force, '\(one)' and '\(other)'",
      "a company has one; load a new version of the one that shall stay under the other's id")
  }

  static func notPublished(_ quarter: Quarter) -> Refusal {
    Refusal(
      .notPermitted, "\(quarter) is not published as it is scored, so nobody could object",
      "publish it: merit quarter publish \(quarter); or close it with --early --reason TEXT, which stands on every sheet"
    )
  }

  static func notShown(_ quarter: Quarter) -> Refusal {
    Refusal(
      .notPermitted, "\(quarter) is not published as it is scored",
      "HR publishes it with: merit quarter publish \(quarter); then everybody sees their own sheet")
  }

  static func objectionsRun(_ quarter: Quarter, until day: CalendarDay) -> Refusal {
    Refusal(
      .notPermitted, "people may object to \(quarter) until \(day)",
      "close it after that day; or with --early --reason TEXT, which stands on every sheet")
  }

  static func objectionsWait(_ quarter: Quarter, _ count: Int) -> Refusal {
    Refusal(
      .notPermitted,
      "\(count) \(count == 1 ? "objection waits" : "objections wait") for a decision about \(quarter)",
      "see: merit quarter status \(quarter); decide with: merit quarter decide \(quarter) STAFF --uphold or --reject"
    )
  }

  static func notAsShown(_ quarter: Quarter, _ count: Int) -> Refusal {
    Refusal(
      .notPermitted,
      "\(count) \(count == 1 ? "result of \(quarter) is" : "results of \(quarter) are") no longer what people were shown",
      "score and publish it again: merit quarter score \(quarter), merit quarter publish \(quarter)")
  }

  static func nothingFrozen(_ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "nothing is frozen of \(quarter): it is open, or it was closed before inputs were frozen",
      "see: merit quarter status \(quarter)")
  }

  static let ownCase = Refusal(
    .notPermitted, "nobody decides about themselves", "ask another account with the same role")

  static func changedWhileClosing(_ quarter: Quarter) -> Refusal {
    Refusal(
      .tryAgain, "somebody wrote to the workspace while \(quarter) was being closed",
      "nothing was closed; close it again")
  }

  package static func quarterNotScored(_ quarter: Quarter) -> Refusal {
    Refusal(.noInput, "\(quarter) is not scored", "score it first with: merit quarter score \(quarter)")
  }

  static func noPerformanceScheme(_ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "no performance scheme is in force on \(quarter.lastDay)",
      "load one with: merit scheme load FILE")
  }

  static func twoSchemes(_ post: String, _ first: String, _ second: String) -> Refusal {
    Refusal(
      .badData, "post '\(post)' has two performance schemes in force, '\(first)' and '\(second)'",
      "let one of them name another post")
  }

  static func nobodyToScore(_ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "nobody held a post with a performance scheme in \(quarter)",
      "see: merit staff list, merit scheme list")
  }

  package static func notInQuarter(_ staff: String, _ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "'\(staff)' has no result in \(quarter)",
      "nobody is judged who held no judged post in it; see: merit staff show \(staff)")
  }

  package static let someoneElse = Refusal(
    .notPermitted, "this is another person's sheet",
    "HR sees others' sheets; a leader exports those of the own team with: merit sheet export QUARTER --team UNIT"
  )
}
