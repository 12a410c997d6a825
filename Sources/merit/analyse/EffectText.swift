import Formats
import Statistics

/// What a training changed, in words that say what may be concluded.
enum EffectText {
  /// - Parameter dropped: rows with a gap.
  static func lines(_ effect: TrainingEffect, dropped: Int, chinese: Bool) -> [String] {
    func word(_ en: String, _ zh: String) -> String { chinese ? zh : en }
    func figure(_ value: Double?) -> String { ItemAnalysisText.figure(value, 2) }
    func range(_ interval: (low: Double, high: Double)?) -> String {
      interval.map { "\(figure($0.low)) … \(figure($0.high))" } ?? "–"
    }
    let paired = effect.paired
    var lines = [
      word(
        "\(effect.n) people, \(paired.n) of them trained; \(dropped) left out for gaps",
        "\(effect.n) 人，其中受训 \(paired.n) 人；\(dropped) 人因缺数据未计入"),
      word(
        "trained, before and after: \(figure(paired.mean)) points (95 % \(range(paired.interval))), d \(figure(paired.dz)), normalised gain \(figure(effect.classGain))",
        "受训者前后变化：\(figure(paired.mean)) 分（95 % \(range(paired.interval))），d \(figure(paired.dz))，归一化增益 \(figure(effect.classGain))"
      ),
    ]
    guard let differences = effect.differences else {
      lines.append(
        word(
          "Nobody to compare with: the change may have come without the training. Nothing may be concluded about its cause.",
          "没有对照：即使不培训也可能有此变化，不能判断是否由培训引起。"))
      return lines
    }
    lines.append(
      word(
        "against the untrained: \(figure(differences.estimate)) points more (95 % \(range(differences.interval)))",
        "与未受训者相比：多变化 \(figure(differences.estimate)) 分（95 % \(range(differences.interval))）"))
    lines.append(conclusion(differences, word))
    return lines
  }

  private static func conclusion(
    _ effect: TrainingEffect.DifferenceInDifferences, _ word: (String, String) -> String
  ) -> String {
    guard let interval = effect.interval else {
      return word("Too few people: nothing may be concluded.", "人数太少，不能下结论。")
    }
    let kept = word(
      "It holds as far as both groups would have changed alike without the training; who was sent because they were weak may have come up anyway.",
      "前提是两组若不培训会同样变化；因成绩差而被派训的人本来也可能回升。")
    if interval.low > 0 {
      return word("The trained gained more than the others, beyond chance. ", "受训者的提升高于对照组，超出偶然。") + kept
    }
    if interval.high < 0 {
      return word("The trained gained less than the others, beyond chance. ", "受训者的提升低于对照组，超出偶然。") + kept
    }
    return word(
      "The difference may be chance: the interval holds 0. That does not show that the training did nothing; it may be too few people or too small an effect.",
      "差异可能出于偶然（区间含 0）。这不等于培训无效：可能人数太少或效果太小。")
  }
}
