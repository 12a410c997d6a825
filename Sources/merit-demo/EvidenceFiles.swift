import Formats
import Workspace

extension DemoWorkforce {
  /// `attendance.csv`: lessons of the quarter, and the practical tests with their scores.
  func writeAttendance(_ folder: String) {
    let file = OutputFile("\(folder)/attendance.csv", headings: "course,staff,date,lesson,result,hours,score")
    let lessons = ["hl-07", "hl-11", "hl-13", "hl-15"]
    for member in members("hotline-agent") {
      var dice = Dice(seed: seed, "attendance", member.id)
      let first = max(quarter.firstDay, member.joined)
      for (index, lesson) in lessons.enumerated() {
        let day = first.adding(days: 3 + index * 9 + dice.below(5))
        guard day <= quarter.lastDay else { continue }
        let result = dice.chance(member.traits.attendance) ? "attended" : "absent"
        file.row("hotline-onboarding,\(member.id),\(day),\(lesson),\(result),1,")
      }
      let day = first.adding(days: 40 + dice.below(10))
      if day <= quarter.lastDay {
        let score = min(100, max(35, Int(76 + 9 * member.traits.communication + 6 * dice.normal())))
        file.row("hotline-onboarding,\(member.id),\(day),hl-17,completed,2,\(score)")
      }
    }
    for member in members("broadband-technician") {
      var dice = Dice(seed: seed, "attendance", member.id)
      let score = min(100, max(35, Int(72 + 9 * member.traits.knowledge + 6 * dice.normal())))
      let day = max(quarter.firstDay, member.joined).adding(days: 20)
      file.row("broadband-technician,\(member.id),\(day),bb-12,completed,2,\(score)")
    }
    file.close()
  }

  /// `calls.csv`: every call of the quarter.
  func writeCalls(_ folder: String, perAgent: Int) {
    let file = OutputFile("\(folder)/calls.csv", headings: "call,agent,started,seconds,queue,channel,class")
    let queues = ["billing", "products", "faults", "complaints", "vip"]
    var number = 0
    for member in members("hotline-agent") {
      var dice = Dice(seed: seed, "calls", member.id)
      for _ in 0..<perAgent {
        number += 1
        let day = quarter.firstDay.adding(days: dice.below(quarter.dayCount))
        let second = 8 * 3_600 + dice.below(12 * 3_600)
        let seconds = 40 + dice.below(300) + dice.below(200)
        let queue = dice.pick(queues)
        file.row("C\(number),\(member.id),\(day) \(clockText(second)),\(seconds),\(queue),phone,\(queue)")
      }
    }
    file.close()
  }

  /// `survey.csv`: what customers answered, most of it about somebody who served them.
  func writeSurvey(_ folder: String, perAgent: Int) {
    let file = OutputFile(
      "\(folder)/survey.csv",
      headings: "response,date,staff,brand,attitude,efficiency,effect,channel,network,bill,cares,leads,liked")
    var number = 0
    for member in members("hotline-agent") {
      var dice = Dice(seed: seed, "survey", member.id)
      for _ in 0..<perAgent {
        number += 1
        let day = quarter.firstDay.adding(days: dice.below(quarter.dayCount))
        let mood = 0.5 * dice.normal()
        func answer(_ mean: Double) -> String {
          dice.chance(0.03) ? "" : String(min(5, max(1, Int((mean + mood + 0.7 * dice.normal()).rounded()))))
        }
        let own = 4.15 + 0.3 * member.traits.communication
        let answers = [
          answer(own + 0.1), answer(own - 0.1), answer(own - 0.15 + 0.15 * member.traits.knowledge),
          answer(3.9), answer(3.6),
          answer(3.7), answer(3.7), answer(3.8), answer(3.6),
        ]
        file.row(
          "S\(number),\(day),\(member.id),\(dice.pick(["天翼", "我的e家", "商务领航"])),"
            + answers.joined(separator: ","))
      }
    }
    file.close()
  }

  /// `complaints.csv`: some against agents, most about bills and faults.
  func writeComplaints(_ folder: String) {
    let file = OutputFile(
      "\(folder)/complaints.csv",
      headings: "id,received,class,customer,about,liable,answered,closed,satisfaction,accurate,issue")
    var number = 0
    for member in members("hotline-agent") {
      var dice = Dice(seed: seed, "complaints", member.id)
      let expected = max(0.05, 0.45 - 0.18 * member.traits.communication)
      while dice.chance(expected / (1 + expected)) {
        number += 1
        let day = quarter.firstDay.adding(days: dice.below(quarter.dayCount))
        let second = 8 * 3_600 + dice.below(9 * 3_600)
        let answered = second + 600 + dice.below(4 * 3_600)
        let late = dice.chance(0.06)
        let closed = late ? day.adding(days: 2) : day
        let kind = dice.pick(["charge", "charge", "service", "technical"])
        let isAbout = kind == "service"
        let liable = isAbout ? (dice.chance(0.55) ? "yes" : "no") : ""
        file.row(
          "P\(number),\(day) \(clockText(second)),\(kind),K\(100_000 + dice.below(900_000)),\(isAbout ? member.id : ""),\(liable),\(day) \(clockText(min(answered, 86_000))),\(closed) \(clockText(min(answered + 300, 86_300))),\(min(5, max(1, Int((3.9 + 0.9 * dice.normal()).rounded())))),\(dice.chance(0.95) ? "yes" : "no"),\(dice.pick(["账单疑问", "套餐变更", "网络中断", "重复扣费", "服务态度"]))"
        )
      }
    }
    file.close()
  }

  /// `observations.csv`: indicators of the quarter, and of the same quarter a year before for relative targets.
  func writeObservations(_ folder: String) {
    let file = OutputFile("\(folder)/observations.csv", headings: "indicator,subject,quarter,value,n")
    let before = Quarter(number: quarter.number - 4)
    let rows: [(String, Int, Int, Int)] = [
      // Indicator, value now and a year before, and spread over sites, in hundredths.
      ("complaint-rate", 21_40, 25_80, 180), ("response-speed", 88_20, 74_10, 300),
      ("channel-answer", 26_40, 33_00, 250),
      ("drop-rate", 43, 61, 6), ("fault-recovery", 14_20, 17_50, 120),
      ("personal-service", 81_30, 72_00, 250),
      ("order-entry-package", 4_60, 5_40, 35), ("order-entry-single", 2_70, 3_20, 25),
      ("one-stop-in-time", 97_40, 96_10, 90),
      ("fault-call-back", 96_80, 93_00, 150), ("handling-time", 231_00, 246_00, 900),
    ]
    for (indicator, now, past, spread) in rows {
      var dice = Dice(seed: seed, "observation", indicator)
      file.row("\(indicator),company,\(quarter),\(decimalText(now, places: 2)),")
      file.row("\(indicator),company,\(before),\(decimalText(past, places: 2)),")
      for site in 1...4 {
        file.row(
          "\(indicator),S\(site),\(quarter),\(decimalText(max(0, now + Int(Double(spread) * dice.normal())), places: 2)),"
        )
      }
    }
    file.close()
  }

  /// `marks.csv`: the skills competition of the quarter, twelve entrants before five judges.
  func writeMarks(_ folder: String) {
    let file = OutputFile("\(folder)/marks.csv", headings: "stage,entrant,judge,criterion,mark")
    for member in members("hotline-agent").prefix(12) {
      var dice = Dice(seed: seed, "marks", member.id)
      func mark(_ mean: Double) -> String {
        decimalText(min(1_000, max(300, Int((mean * 10 + 25 * dice.normal()) / 5) * 5)), places: 1)
      }
      file.row("written,\(member.id),paper,,\(mark(82 + 6 * member.traits.knowledge))")
      file.row("speed,\(member.id),clock,,\(mark(80 + 5 * member.traits.diligence))")
      for judge in 1...5 {
        file.row("simulation,\(member.id),J\(judge),solution,\(mark(80 + 5 * member.traits.knowledge))")
        file.row("simulation,\(member.id),J\(judge),empathy,\(mark(80 + 6 * member.traits.communication))")
        file.row("simulation,\(member.id),J\(judge),language,\(mark(82 + 5 * member.traits.communication))")
      }
    }
    file.close()
  }
}
