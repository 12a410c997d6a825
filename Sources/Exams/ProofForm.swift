import Formats
import Workspace

extension ProofDesk.Verification {
  /// What dealing papers again came to, for programs.
  package static let form = JSONForm<ProofDesk.Verification>([
    .flag("ok") { $0.different.isEmpty }, .text("seed") { "\($0.seed)" }, .integer("papers") { $0.papers },
    .texts("different") { $0.different },
  ])
}

extension ProofDesk.Proof {
  /// A sitting's journal and whether it proves the result, for programs.
  package static let form = JSONForm<ProofDesk.Proof>([
    .integer("sitting") { $0.sitting.id }, .flag("ok") { $0.holds },
    .integer("entries") { $0.entries.count },
    .optionalText("head") { $0.entries.last.map { hexText($0.head) } },
    .optionalInteger("broken_at") { $0.brokenAt.map { $0 + 1 } },
    .flag("ends_as_submitted") { $0.endsAsSubmitted },
    .init("otherwise_marked", .list(.wholeNumber)) { .array($0.otherwiseMarked.map { .int($0 + 1) }) },
    .list("journal", entryForm) { $0.entries },
  ])

  private static let entryForm = JSONForm<JournalEntry>([
    .integer("question") { $0.place + 1 }, .time("at") { $0.at }, .text("response") { $0.stored },
    .text("head") { hexText($0.head) },
  ])
}
