import Formats
import Workforce
import Workspace

extension PageRoute {
  static let home = PageRoute("/", .everybody) { call in
    guard let signIn = call.signIn else {
      return .page(
        call.word("Welcome", "欢迎"),
        """
        <p>\(call.word("Training, exams, quality and pay of the people who serve our customers.", "客户服务人员的培训、考试、质检与绩效。"))</p>
        <ul class="cards">
        \(Markup.card("/sign-in", call.word("Sign in", "登录"), call.word("with an account or an exam code", "使用账号或考试码")))
        \(Markup.card("/verify", call.word("Verify a certificate", "验证证书"), call.word("with the code that stands on it", "输入证书上的验证码")))
        \(Markup.card("/contests", call.word("Contests", "竞赛"), call.word("the boards, live", "实时排名")))
        </ul>
        """)
    }
    let desk = HomeCards(call)
    let cards = try (signIn.actor.staff == nil ? [] : desk.own(signIn.actor.staff ?? "")) + desk.duties()
    return .page(
      call.word("What there is to do", "待办"),
      "<ul class=\"cards\">\n\(cards.joined(separator: "\n"))\n\(Markup.card("/contests", call.word("Contests", "竞赛"), call.word("the boards, live", "实时排名")))</ul>"
    )
  }

  /// Every page.
  static func all(_ front: FrontDesk) -> [PageRoute] {
    [home] + signIn(front) + account(front) + exams + certificates + calls + sheet + cycles + bank + examsHeld
      + scoring + judging + teams + quarters
  }
}
