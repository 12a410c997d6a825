import Formats
import Statistics

extension Integrity {
  /// What a person should look at, for programs.
  package static let form = JSONForm<Integrity>([
    .integer("pairs") { $0.pairCount }, .list("conspicuous", pairForm) { $0.pairs },
    .object("base_rate", rateForm) { $0 }, .list("hasty", hastyForm) { $0.hasty },
    .list("late_changes", changeForm) { $0.lateChanges },
  ])

  private static let pairForm = JSONForm<Pair>([
    .texts("pair") { [$0.a.staff, $0.b.staff] }, .integer("common") { $0.common },
    .integer("eeic") { $0.counts.eeic }, .integer("eic") { $0.counts.eic }, .integer("d") { $0.counts.d },
    .figure("hh") { $0.counts.ratio }, .optionalFlag("neighbours") { $0.areNeighbours },
  ])

  private static let rateForm = JSONForm<Integrity>([
    .text("of") { $0.baseIsOtherRooms ? "pairs from different rooms" : "all pairs" },
    .integer("conspicuous") { $0.baseRate.hits }, .integer("pairs") { $0.baseRate.of },
    .figure("share") { $0.baseRate.estimate },
  ])

  private static let hastyForm = JSONForm<Hasty>([
    .text("staff") { $0.sitting.staff }, .integer("questions") { $0.questions },
    .integer("answered") { $0.answered },
  ])

  private static let changeForm = JSONForm<LateChanges>([
    .text("staff") { $0.sitting.staff }, .integer("wrong_to_right") { $0.wrongToRight },
    .integer("right_to_wrong") { $0.rightToWrong },
  ])
}
