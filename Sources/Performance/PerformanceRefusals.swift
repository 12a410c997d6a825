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
    .notPermitted, "this is another person's sheet", "HR and team leaders see others' sheets")
}
