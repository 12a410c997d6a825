import Formats
import Workspace

extension DemoWorkforce {
  private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
  private static let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞雪梅琳晨欣怡浩宇轩博文佳慧雨婷思远")
  private static let sites = ["成都", "绵阳", "德阳", "宜宾"]

  /// `organisation.csv`: sites, a centre at each, departments and teams.
  func writeOrganisation(_ folder: String) {
    let file = OutputFile("\(folder)/organisation.csv", headings: "单位编号,名称,类型,上级,负责人")
    for (index, site) in Self.sites.enumerated() {
      file.row("S\(index + 1),\(site)分公司,site,,")
      file.row("C\(index + 1),\(site)客服中心,centre,S\(index + 1),")
      file.row("D\(index + 1),\(site)热线部,department,C\(index + 1),")
    }
    for team in 0..<teams {
      let site = team % Self.sites.count
      file.row("T\(team + 1),热线\(team + 1)班,team,D\(site + 1),\(id(min(team * 12 / 24 * 24, count - 1)))")
    }
    file.close()
  }

  /// `roster.csv`, and `new-agents.csv` for a training cycle.
  func writeRoster(_ folder: String) {
    let roster = OutputFile(
      "\(folder)/roster.csv", headings: "工号,姓名,岗位,班组,入职日期,地市,技能等级,星级,奖金基数,用工形式,用工单位,离职日期,起,止")
    let fresh = OutputFile("\(folder)/new-agents.csv", headings: "id")
    for number in 0..<count {
      let member = member(number)
      var dice = Dice(seed: seed, "roster", member.id)
      let name =
        "\(dice.pick(Self.surnames))\(dice.pick(Self.given))\(dice.chance(0.7) ? String(dice.pick(Self.given)) : "")"
      let level =
        dice.chance(0.55 + 0.1 * member.traits.knowledge) ? (dice.chance(0.3) ? "four" : "five") : ""
      let base = member.post == "hotline-agent" ? 2_400 + 300 * dice.below(4) : 3_600
      let kind = dice.below(20)
      let employment = kind == 0 ? "outsourced,蓉信服务外包" : kind < 5 ? "dispatched,天府人力" : "regular,"
      let star = dice.below(6)
      let left = dice.chance(0.01) ? quarter.firstDay.adding(days: 60 + dice.below(25)).description : ""
      let site = Self.sites[(number / 12) % Self.sites.count]
      func row(_ post: String, _ from: String, _ to: String) {
        roster.row(
          "\(member.id),\(name),\(post),\(member.team),\(member.joined),\(site),\(level),\(star),\(base),\(employment),\(left),\(from),\(to)"
        )
      }
      if moves(number) {
        let day = quarter.firstDay.adding(days: 45)
        row(member.post, "\(member.joined)", "\(day.adding(days: -1))")
        row("broadband-technician", "\(day)", "")
      } else {
        row(member.post, "", "")
      }
      if member.post == "hotline-agent", dice.chance(member.joined >= quarter.firstDay ? 1 : 0.1) {
        fresh.row(member.id)
      }
    }
    roster.close()
    fresh.close()
  }

  /// Whether an agent becomes a technician in the middle of the quarter: one in a hundred.
  private func moves(_ number: Int) -> Bool {
    let member = member(number)
    var dice = Dice(seed: seed, "moves", member.id)
    return member.post == "hotline-agent" && member.joined < quarter.firstDay && dice.chance(0.01)
  }

  /// `leave.csv`: who was away, a few of them for so long, or in such a way, that the quarter is neutral.
  func writeLeave(_ folder: String) {
    let file = OutputFile("\(folder)/leave.csv", headings: "id,from,to,kind")
    for member in members("hotline-agent") where member.joined < quarter.firstDay {
      var dice = Dice(seed: seed, "leave", member.id)
      let start = quarter.firstDay.adding(days: dice.below(60))
      switch dice.below(100) {
      case 0: file.row("\(member.id),\(quarter.firstDay.adding(days: -20)),\(quarter.lastDay),maternity")
      case 1: file.row("\(member.id),\(start),\(start.adding(days: 24)),injury")
      case 2: file.row("\(member.id),\(start),\(start.adding(days: 34)),sick")
      case 3..<12: file.row("\(member.id),\(start),\(start.adding(days: 1 + dice.below(3))),sick")
      case 12..<40: file.row("\(member.id),\(start),\(start.adding(days: 2 + dice.below(4))),annual")
      default: break
      }
    }
    file.close()
  }

  /// `agents.csv`: who sits the quarter's exam.
  func writeCandidates(_ folder: String) {
    let file = OutputFile("\(folder)/candidates.csv", headings: "id")
    for member in members("hotline-agent") where member.joined < quarter.firstDay {
      var dice = Dice(seed: seed, "candidate", member.id)
      if dice.chance(0.93) { file.row(member.id) }
    }
    file.close()
  }

  /// `grades.csv`: the quarter before, from before Merit.
  func writeGrades(_ folder: String) {
    let file = OutputFile("\(folder)/grades.csv", headings: "staff,quarter,grade,score")
    for member in members("hotline-agent") where member.joined < quarter.previous.firstDay {
      var dice = Dice(seed: seed, "grade", member.id)
      let score = min(
        99.0,
        max(50.0, 82 + 5 * member.traits.communication + 3 * member.traits.knowledge + 3 * dice.normal()))
      let grade = score >= 90 ? "A" : score >= 80 ? "B" : score >= 70 ? "C" : "D"
      file.row("\(member.id),\(quarter.previous),\(grade),\(decimalText(Int(score * 10), places: 1))")
    }
    file.close()
  }
}
