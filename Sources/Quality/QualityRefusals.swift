import Formats
import Workspace

extension Refusal {
  static func sampleExists(_ quarter: Quarter, _ sample: QualityRecords.Sample) -> Refusal {
    Refusal(
      .badData,
      "\(quarter) has a sample already, drawn with --per-agent \(sample.perAgent) --seed \(sample.seed) by an earlier Merit",
      "leave it as it is, and draw by plan from the next quarter on")
  }

  static func drawExists(_ draw: DrawRecords.Draw) -> Refusal {
    let plan =
      draw.plan == SamplingPlan.perAgentID
      ? "--per-agent \(draw.version)" : "--plan \(draw.plan) (v\(draw.version))"
    return Refusal(
      .badData,
      "the calls of \(draw.from) to \(draw.to) are drawn already, with \(plan) --seed \(draw.seed), and this would give another sample",
      "draw again with the same list, plan and seed, or other days with --from and --to")
  }

  package static func unknownCall(_ name: String) -> Refusal {
    Refusal(.noInput, "there is no call '\(name)' in the workspace", "see: merit qa tasks")
  }

  static func notDrawn(_ name: String) -> Refusal {
    Refusal(
      .badData, "call '\(name)' stands in no draw, so nothing takes its place", "evaluate another call")
  }

  static func isLost(_ name: String) -> Refusal {
    Refusal(.badData, "call '\(name)' is on record as lost already", "see: merit qa lost --quarter Q")
  }

  static func isEvaluated(_ name: String) -> Refusal {
    Refusal(
      .badData, "call '\(name)' was evaluated, so its recording was not lost before",
      "leave the evaluation as it is")
  }
}
