import Formats
import Workspace

extension Exam {
  /// An exam in a list of exams, for programs.
  package static let form = JSONForm<Exam>([
    .text("exam") { $0.id }, .text("blueprint") { $0.blueprint }, .integer("version") { $0.blueprintVersion },
    .flag("open") { $0.isOpen }, .optionalTime("opens") { $0.opens }, .optionalTime("closes") { $0.closes },
    .optionalTime("released") { $0.released },
  ])

  /// An exam that was just made, for programs.
  package static let madeForm = JSONForm<Exam>([
    .text("exam") { $0.id }, .text("blueprint") { $0.blueprint }, .integer("version") { $0.blueprintVersion },
    .optionalTime("opens") { $0.opens }, .optionalTime("closes") { $0.closes },
  ])
}
