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
      headings: "response,date,staff,brand,attitude,efficiency,effect,reach,network,bill,cares,leads,liked")
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

  /// `processes.csv`: satisfaction with nine processes and as a whole, one to five, and whether one would recommend.
  func writeProcesses(_ folder: String, responses: Int) {
    let names = [
      "network", "roaming", "vas", "information", "bill", "payment", "stores", "hotline", "complaint",
    ]
    // What matters to customers, and how well it is done.
    let weights = [0.30, 0.05, 0.04, 0.06, 0.16, 0.05, 0.08, 0.16, 0.10]
    let levels = [3.7, 3.5, 3.3, 3.6, 3.2, 4.1, 3.9, 4.0, 3.1]
    let file = OutputFile(
      "\(folder)/processes.csv",
      headings: "response,date,site,brand,\(names.joined(separator: ",")),overall,recommend,comment")
    let comments = ["", "", "", "", "账单看不懂", "网络不稳定", "客服很耐心", "投诉处理太慢"]
    for number in 1...max(1, responses) {
      var dice = Dice(seed: seed, "processes", "\(number)")
      let mood = 0.55 * dice.normal()
      let scores = levels.map { min(5.0, max(1.0, ($0 + mood + 0.8 * dice.normal()).rounded())) }
      let whole = zip(weights, scores).reduce(0.0) { $0 + $1.0 * $1.1 } + 0.35 * dice.normal()
      let overall = min(5, max(1, Int(whole.rounded())))
      let recommend = min(10, max(0, Int((2.2 * whole + 0.9 * dice.normal()).rounded())))
      let day = quarter.firstDay.adding(days: dice.below(quarter.dayCount))
      file.row(
        "Q\(number),\(day),S\(1 + dice.below(4)),\(dice.pick(["mobile", "mobile", "broadband"])),"
          + scores.map { "\(Int($0))" }.joined(separator: ",")
          + ",\(overall),\(recommend),\(dice.pick(comments))")
    }
    file.close()
  }

  /// `visits.csv`: mystery visits to customer clubs.
  func writeVisits(_ folder: String) {
    let items: [(String, Int)] = [
      ("environment", 20), ("identity", 20), ("facilities", 21), ("materials", 4), ("cross-region", 10),
      ("appearance", 10), ("bearing", 15),
    ]
    let file = OutputFile(
      "\(folder)/visits.csv", headings: "id,unit,date,visitor," + items.map(\.0).joined(separator: ","))
    for site in 1...4 {
      var dice = Dice(seed: seed, "visit", "S\(site)")
      let cells = items.map { name, full -> String in
        let share = name == "facilities" ? 0.65 : 0.96
        let halves = min(2 * full, max(0, Int((2 * Double(full) * (share + 0.04 * dice.normal())).rounded())))
        return decimalText(halves * 5, places: 1)
      }
      file.row(
        "V\(site),S\(site),\(quarter.firstDay.adding(days: 20 + dice.below(40))),third party,"
          + cells.joined(separator: ","))
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
    // Technicians are judged by their own figures.
    for member in members("broadband-technician") {
      var dice = Dice(seed: seed, "technician", member.id)
      let minutes = 16_50 - Int(150 * member.traits.diligence) + Int(250 * dice.normal())
      file.row("fault-recovery,\(member.id),\(quarter),\(decimalText(max(5_00, minutes), places: 2)),")
      let called = 96_00 + Int(150 * member.traits.diligence) + Int(150 * dice.normal())
      file.row("fault-call-back,\(member.id),\(quarter),\(decimalText(min(100_00, called), places: 2)),")
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
