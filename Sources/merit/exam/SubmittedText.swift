import Exams
import Formats
import Workspace

/// What a candidate is told when a paper is submitted.
struct SubmittedText {
  let paper: SeatPaper
  let submitted: SubmittedPaper
  /// How many answers came too late.
  let late: Int

  func report(_ session: Session, tell: (_ en: String, _ zh: String) -> Void) {
    let known = submitted.known
    let maximum = decimalText(submitted.maximum, places: 2)
    session.report(
      .object([
        ("exam", .string(paper.exam)), ("sitting", .int(paper.sitting)), ("staff", .string(paper.staff)),
        ("attempt", .int(paper.attempt)),
        ("points", known.map { .number(decimalText($0.points, places: 2)) } ?? .null),
        ("maximum", .number(maximum)), ("score", known?.score?.json ?? .null),
        ("passed", known.map { .bool($0.isPassed) } ?? .null), ("late", .int(late)),
      ])
    ) {
      if late > 0 {
        tell(
          "\(late) answers came after the time; they stand beside the paper until an examiner decides.\n",
          "有 \(late) 条作答在截止后到达，已另行留存，由考官决定是否采纳。\n")
      }
      guard let known else {
        return tell(
          submitted.isComplete
            ? "Submitted. Scores are shown when the results are released.\n"
            : "Submitted. Your texts are marked by people; the score comes when they are done.\n",
          submitted.isComplete ? "已交卷，成绩发布后可查。\n" : "已交卷，主观题由阅卷人评分，评完后公布成绩。\n")
      }
      let points = decimalText(known.points, places: 2)
      tell(
        "Submitted: \(points) of \(maximum) points, score \(known.score?.description ?? "–"): \(known.isPassed ? "passed" : "not passed").\n",
        "已交卷：\(points)/\(maximum) 分，百分成绩 \(known.score?.description ?? "–")，\(known.isPassed ? "通过" : "未通过")。\n"
      )
      if known.hasGaps {
        tell(
          "What to read again: merit exam review \(paper.sitting) --staff \(paper.staff) --code CODE\n",
          "查看需复习的课程：merit exam review \(paper.sitting) --staff \(paper.staff) --code 考试码\n")
      }
    }
  }
}
