import Formats
import Workspace

/// What a performance scheme comes to: the curve of every part and of the bonus, as a table that its author can check.
package struct SchemeReview: Sendable {
  /// A point of a curve.
  package struct Row: Sendable {
    package let at: String
    package let value: String
  }

  package struct Table: Sendable {
    package let title: Words
    package let rows: [Row]
  }

  package let scheme: PerformanceScheme
  package let tables: [Table]
  /// What is allowed and should still be known: steps of pay at the bounds of grades, the best total.
  package let notes: [Words]

  package init(_ scheme: PerformanceScheme) {
    self.scheme = scheme
    tables =
      scheme.parts.compactMap { part in
        part.curve.map { Self.table(part.title, $0, figure: 4, value: 2) }
      } + [Self.bonus(scheme)]
    notes = Self.notes(scheme)
  }

  private static func table(_ title: Words, _ curve: Curve, figure: Int, value: Int) -> Table {
    let corners = curve.corners
    // Between corners of a line the middle too, so that the shape can be seen.
    let places = zip(corners, corners.dropFirst()).flatMap { [$0, ($0 + $1) / 2] } + corners.suffix(1)
    return Table(
      title: title,
      rows: places.map {
        Row(
          at: ExactDecimal(mantissa: $0, places: figure).text,
          value: decimalText(curve.value(at: $0), places: value))
      })
  }

  /// The factor at the bounds of every grade, and a hundredth below.
  private static func bonus(_ scheme: PerformanceScheme) -> Table {
    var places: [Int] = [scheme.best.hundredths]
    for grade in scheme.grades where grade.from > .zero {
      places += [grade.from.hundredths, grade.from.hundredths - 1]
    }
    places += (scheme.bonusCurve?.corners ?? []).filter { (0...scheme.totalCap.hundredths).contains($0) }
    places.append(0)
    return Table(
      title: Words(en: "bonus factor by total", zh: "总分对应奖金系数"),
      rows: Set(places).sorted(by: >).map { place in
        let total = Score(hundredths: place)
        let grade = scheme.grade(of: total)
        return Row(
          at: "\(total)  \(scheme.grades[grade].name)",
          value: scheme.factor(total: total, grade: grade).factorText)
      })
  }

  private static func notes(_ scheme: PerformanceScheme) -> [Words] {
    var notes = [
      Words(en: "the best total anybody can reach is \(scheme.best)", zh: "可达到的最高总分为 \(scheme.best)")
    ]
    for (upper, lower) in zip(scheme.grades, scheme.grades.dropFirst()) {
      let above = scheme.factor(total: upper.from, grade: scheme.grade(of: upper.from))
      let below = Score(hundredths: upper.from.hundredths - 1)
      let under = scheme.factor(total: below, grade: scheme.grade(of: below))
      let jump = above.basisPoints - under.basisPoints
      if jump > 2_000 {
        notes.append(
          Words(
            en:
              "a hundredth of a point at \(upper.from) (\(lower.name) to \(upper.name)) is worth a factor of \(Weight(basisPoints: jump).factorText); a bonus curve would have no such step",
            zh:
              "总分 \(upper.from) 处（\(lower.name)→\(upper.name)）相差 0.01 分即相差系数 \(Weight(basisPoints: jump).factorText)；可改用连续的奖金曲线"
          ))
      }
    }
    for part in scheme.parts where part.missing == .block {
      notes.append(
        Words(
          en: "without '\(part.id)' nobody is assessed: it blocks", zh: "缺少“\(part.id)”即不参评（block）"))
    }
    return notes
  }
}
