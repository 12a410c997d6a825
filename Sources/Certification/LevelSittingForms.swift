import Exams
import Formats
import Statistics
import Workforce
import Workspace

extension LevelSitting {
  /// A sitting of a level, for programs.
  package static let form = JSONForm<LevelSitting>([
    .integer("sitting") { $0.id }, .text("ladder") { $0.ladder },
    .text("level") { Person.levelName($0.level) }, .day("date") { $0.day }, .text("place") { $0.place },
    .integer("capacity") { $0.capacity }, .day("closes") { $0.closes },
  ])

  /// The same with how many are registered and were awarded.
  package static let countedForm = JSONForm<(sitting: LevelSitting, registered: Int, awarded: Int)>(
    form.members.map { member in .init(member.name, member.schema) { member.read($0.sitting) } } + [
      .integer("registered") { $0.registered }, .integer("awarded") { $0.awarded },
    ])
}

extension Registration {
  /// A line of an admission list, for programs.
  package static let form = JSONForm<Registration>([
    .integer("number") { $0.number }, .text("staff") { $0.staff }, .text("name") { $0.name },
    .optionalText("sponsor") { $0.sponsor },
  ])
}

extension LevelDecision {
  /// What was decided about somebody, for programs.
  package static let form = JSONForm<LevelDecision>([
    .text("staff") { $0.staff }, .flag("awarded") { $0.isAwarded }, .optionalText("code") { $0.code },
    .text("found") { $0.found },
  ])
}

extension PassRates {
  /// Who passes by group and in all, for programs.
  package static let form = JSONForm<PassRates>([
    .list("groups", lineForm) { $0.lines }, .object("all", lineForm) { $0.all },
  ])

  private static let lineForm = JSONForm<Line>([
    .text("group") { $0.group }, .integer("passed") { $0.rate.hits }, .integer("of") { $0.rate.of },
    .figure("rate") { $0.rate.estimate }, .interval("wilson") { $0.rate.wilson() },
  ])
}
