import Formats
import Workspace

extension Bulletin {
  /// A bulletin that was issued, for programs.
  package static let issuedForm = JSONForm<Bulletin>([.text("bulletin") { $0.id }, .day("due") { $0.due }])

  /// A bulletin in a list, in one language, with how many have confirmed it, for programs.
  package static let listForm = JSONForm<(bulletin: Bulletin, confirmed: Int, isChinese: Bool)>([
    .text("bulletin") { $0.bulletin.id },
    .text("title") { $0.bulletin.title.text(chinese: $0.isChinese) }, .day("due") { $0.bulletin.due },
    .integer("confirmed") { $0.confirmed },
  ])

  /// A bulletin with the ids of those who have not confirmed it, for programs.
  package static let standingForm = JSONForm<(bulletin: Bulletin, missing: [String])>([
    .text("bulletin") { $0.bulletin.id }, .day("due") { $0.bulletin.due }, .texts("missing") { $0.missing },
  ])

  /// The same with the text that is to be read.
  package static let pageForm = JSONForm<(bulletin: Bulletin, missing: [String])>(
    standingForm.members + [
      .words("title") { $0.bulletin.title }, .texts("posts") { $0.bulletin.posts },
      .text("body") { $0.bulletin.body },
    ])
}
