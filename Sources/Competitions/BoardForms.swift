import Formats
import Workspace

extension ContestBoard {
  /// A board at a moment, for programs; nobody's name is in it.
  package static let form = JSONForm<ContestBoard>([
    .list("entrants", Standing.form) { $0.standings },
    .init("pending", .map(.wholeNumber)) { board in
      .object(board.pending.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })
    },
    .optionalText("frozen_at") { $0.frozen?.at }, .optionalText("final_at") { $0.final?.at },
    .optionalText("final_by") { $0.final?.by }, .texts("annulled") { $0.annulled.sorted() },
  ])

  package var json: JSON { Self.form.json(self) }
}

extension Standing {
  /// An entrant's standing, for programs; decimals are texts, so that none is rounded.
  package static let form = JSONForm<Standing>([
    .text("entrant") { $0.entrant }, .list("stages", stageForm) { $0.stages },
    .optionalText("total") { $0.total?.text(places: 6) }, .optionalInteger("rank") { $0.rank },
    .optionalText("tie_break") { $0.tieBreak },
  ])

  private static let stageForm = JSONForm<StageResult>([
    .text("stage") { $0.stage }, .optionalText("panel") { $0.panel?.text(places: 6) },
    .optionalText("total") { $0.total?.text(places: 6) },
  ])

  package var json: JSON { Self.form.json(self) }
}

extension JudgeReport {
  /// How the judges marked, for programs.
  package static let form = JSONForm<JudgeReport>([
    .list("judges", severityForm) { $0.severities }, .list("outlying", outlierForm) { $0.outliers },
    .list("without", withoutForm) { $0.without },
  ])

  private static let severityForm = JSONForm<Severity>([
    .text("judge") { $0.judge }, .integer("n") { $0.marks },
    .optionalText("severity") { $0.severity?.text(places: 6) },
  ])

  private static let outlierForm = JSONForm<Outlier>([
    .text("stage") { $0.mark.stage }, .text("entrant") { $0.mark.entrant },
    .text("criterion") { $0.mark.criterion }, .text("judge") { $0.mark.judge },
    .text("mark") { Ratio(Int128($0.mark.mark), 10_000)?.text(places: 6) ?? "" },
    .text("others") { $0.others.text(places: 6) },
  ])

  private static let withoutForm = JSONForm<Without>([
    .text("judge") { $0.judge }, .texts("winners") { $0.winners }, .flag("changes") { $0.changes },
  ])

  package var json: JSON { Self.form.json(self) }
}

extension ContestEntry {
  /// An entrant on the list, for programs.
  package static let form = JSONForm<ContestEntry>([
    .text("entrant") { $0.entrant }, .text("site") { $0.site }, .text("team") { $0.team },
  ])
}

extension ContestDraw {
  /// The order of a stage with the seed by which it was drawn, for programs.
  package static let form = JSONForm<(seed: String, places: [Place])>([
    .text("seed") { $0.seed }, .list("places", placeForm) { $0.places },
  ])

  private static let placeForm = JSONForm<Place>([
    .integer("number") { $0.number }, .integer("heat") { $0.heat }, .text("entrant") { $0.entrant },
  ])
}
