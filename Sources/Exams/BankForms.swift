import Formats
import Workforce
import Workspace

extension BankDesk {
  /// How many questions there are of a bank, a level and a topic, for programs.
  package static let countForm = JSONForm<(bank: String, level: Int, topic: String, count: Int)>([
    .text("bank") { $0.bank }, .text("level") { Person.levelName($0.level) }, .text("topic") { $0.topic },
    .integer("questions") { $0.count },
  ])
}

extension BankDesk.Outcome {
  /// What loading did, for programs.
  package static let form = JSONForm<BankDesk.Outcome>([
    .integer("questions") { $0.questions }, .integer("new") { $0.new }, .integer("changed") { $0.changed },
    .integer("identical") { $0.identical }, .flag("dry_run") { $0.isDryRun },
  ])
}

extension BankDesk.Standing {
  /// How a question did over all exams, for programs.
  package static let form = JSONForm<BankDesk.Standing>([
    .text("question") { $0.question.id }, .integer("version") { $0.question.version },
    .text("type") { $0.question.type }, .text("level") { Person.levelName($0.question.level) },
    .text("topic") { $0.question.topic }, .text("difficulty") { $0.question.difficulty.rawValue },
    .flag("retired") { $0.isRetired }, .integer("exposure") { $0.figures.exposure },
    .integer("sittings") { $0.figures.sittings }, .figure("facility") { $0.figures.facility },
    .figure("discrimination") { $0.figures.discrimination },
  ])
}

extension BankDesk.Change {
  /// What loading would do to a question, for programs.
  package static let form = JSONForm<BankDesk.Change>([
    .text("question") { $0.id }, .choice("change") { $0.kind }, .texts("lines") { $0.lines },
  ])
}
