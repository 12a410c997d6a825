import Formats
import Workspace

extension Person {
  /// Somebody in the list of staff, with the post of today, for programs.
  package static let listForm = JSONForm<(person: Person, assignment: Assignment?)>([
    .text("id") { $0.person.id }, .text("name") { $0.person.name },
    .optionalText("post") { $0.assignment?.post }, .optionalText("team") { $0.assignment?.team },
    .day("joined") { $0.person.joined }, .optionalDay("left") { $0.person.left },
  ])

  /// Somebody with the posts held, for programs; the base of the bonus is `null` for whoever may not see it.
  package static let form = JSONForm<WorkforceDesk.PersonRecord>([
    .text("id") { $0.person.id }, .text("name") { $0.person.name }, .day("joined") { $0.person.joined },
    .optionalDay("left") { $0.person.left },
    .optionalText("level") { $0.person.level.map(Person.levelName) },
    .optionalInteger("star") { $0.person.star }, .optionalMoney("base") { $0.base },
    .text("employment") { $0.person.employment.rawValue }, .list("posts", postForm) { $0.assignments },
  ])

  private static let postForm = JSONForm<Assignment>([
    .text("post") { $0.post }, .text("team") { $0.team }, .text("share") { $0.share.description },
    .day("from") { $0.from }, .optionalDay("to") { $0.to },
  ])
}
