import Formats
import Quality
import Workspace

/// Words about evaluations.
enum CallWords {
  static func kind(_ kind: Evaluation.Kind) -> Words {
    switch kind {
    case .random: Words(en: "drawn by chance", zh: "随机抽检")
    case .targeted: Words(en: "targeted", zh: "专项质检")
    case .live: Words(en: "listened to live", zh: "现场旁听")
    case .calibration: Words(en: "calibration", zh: "校准")
    case .coaching: Words(en: "coaching", zh: "辅导")
    }
  }

  /// How the dispute of an evaluation stands.
  static func badge(_ found: DisputeDesk.Case, _ call: PageCall) -> String {
    switch found.dispute.state {
    case .open:
      Markup.badge(
        call.word("\(found.daysLeft ?? 0) days left to dispute", "可申诉，剩 \(found.daysLeft ?? 0) 个工作日"), "busy")
    case .waiting(let judge):
      Markup.badge(
        judge == .panel
          ? call.word("waits for the panel", "待质检组裁定") : call.word("waits for the leader", "待班组长裁定"), "busy")
    case .decided:
      Markup.badge(
        call.word(
          "decided; \(found.daysLeft ?? 0) days left for the panel", "已裁定，可复核，剩 \(found.daysLeft ?? 0) 个工作日"),
        "busy")
    case .settled: Markup.badge(call.word("settled", "已终结"))
    }
  }

  static func answer(_ item: Scorecard.Item, _ byte: UInt8, _ call: PageCall) -> String {
    switch ItemAnswer(byte: byte) {
    case .notApplicable: call.word("does not apply", "不适用")
    case .steps(let steps) where item.scale == .yesno: call.word(PageWords.yes(steps == 1))
    case .steps(let steps):
      "\(ExactDecimal(mantissa: steps * item.step, places: 2).text) / \(ExactDecimal(mantissa: item.full, places: 2).text)"
    }
  }

  static func step(_ step: DisputeStep, _ call: PageCall) -> String {
    let what =
      switch step.kind {
      case .acknowledged: call.word("acknowledged", "已确认")
      case .disputed: call.word("disputed", "申诉")
      case .withdrawn: call.word("withdrawn", "撤回")
      case .leader: call.word("team leader", "班组长裁定")
      case .panel: call.word("panel", "质检组裁定")
      }
    let outcome =
      switch step.outcome {
      case .upheld?: call.word(": upheld", "：维持")
      case .changed?: call.word(": changed", "：更正")
      case nil: ""
      }
    return what + outcome + (step.isLate ? call.word(" (late)", "（逾期）") : "")
  }
}
