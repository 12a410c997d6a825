import Formats
import Workforce
import Workspace

/// Every page, found by its path; and which of them are linked for whom.
struct PageBook: Sendable {
  private struct Entry: Sendable {
    let route: PageRoute
    let pattern: PathPattern
  }

  let routes: [PageRoute]
  private let entries: [Int: [Entry]]

  init(_ routes: [PageRoute]) {
    self.routes = routes
    let all = routes.map { Entry(route: $0, pattern: PathPattern($0.path)) }
    // A literal is looked at before a parameter in the same place.
    entries = Dictionary(grouping: all, by: \.pattern.segments.count).mapValues { list in
      list.sorted { $0.pattern.literals > $1.pattern.literals }
    }
  }

  func find(_ segments: [String]) -> (route: PageRoute, path: [String: String])? {
    guard let entry = entries[segments.count]?.first(where: { $0.pattern.fits(segments) }) else { return nil }
    return (entry.route, entry.pattern.parameters(segments))
  }

  // MARK: Links

  /// A page that the navigation names, and for whom.
  private struct Place: Sendable {
    let path: String
    let title: Words
    /// Empty for whoever is a member of staff.
    let roles: [Role]

    init(_ path: String, _ en: String, _ zh: String, _ roles: Role...) {
      self.path = path
      title = Words(en: en, zh: zh)
      self.roles = roles
    }
  }

  private static let places = [
    Place("/exams", "My exams", "我的考试"), Place("/certificates", "My certificates", "我的证书"),
    Place("/calls", "My calls", "我的质检"), Place("/sheet", "My sheet", "我的绩效"),
    Place("/cycles", "Training", "培训", .trainer, .leader, .hr),
    Place("/bank", "Question bank", "题库", .trainer, .examiner),
    Place("/exam", "Exams", "考务", .trainer, .examiner),
    Place("/scoring", "Scoring", "评分", .assessor),
    Place("/disputes", "Disputes", "申诉", .assessor, .leader, .hr),
    Place("/judging", "Judging", "评审", .judge, .trainer),
    Place("/teams", "Teams", "班组", .assessor, .leader, .hr),
    Place("/warnings", "Warnings", "预警", .leader, .hr, .assessor, .trainer),
    Place("/quarters", "Quarters", "季度", .hr, .leader, .examiner, .assessor, .trainer),
    Place("/promotion", "Promotion", "晋级", .hr), Place("/accounts", "Accounts", "账号", .administrator),
  ]

  /// What the navigation names for somebody.
  static func links(for actor: Actor, isChinese: Bool) -> [ServedPage.Link] {
    places.filter { $0.roles.isEmpty ? actor.staff != nil : actor.may($0.roles) }.map {
      ServedPage.Link($0.path, $0.title.text(chinese: isChinese))
    }
  }
}
