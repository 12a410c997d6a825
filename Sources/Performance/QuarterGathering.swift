import Formats
import SQLite
import Satisfaction
import Workforce
import Workspace

/// Reads from every department what a quarter is settled from.
struct QuarterGathering {
  /// A settlement reads everything once, in order: a large cache would only hold what is not asked for again.
  static let cache = 16_384

  let inputs: QuarterInputs
  /// The integer key of each case.
  let keys: [Int]
  /// The schemes that the settlement uses, with their texts: performance by id, then bonus.
  let schemes: [Scheme]
  /// People of the quarter who held no judged post, by id.
  let unjudged: [String]

  /// How a quarter is to be gathered.
  struct Wish {
    /// What there is to share out; `nil` for the scheme's pool.
    var pool: Money?
    /// Schemes to use instead of those in force, with their texts.
    var schemes: [Scheme]?
    /// The days of evidence that count; the whole quarter unless said.
    var span: ClosedRange<CalendarDay>?
    /// The company's index to use instead of what the survey gives now.
    var index: Score??
    /// The cases of a closed quarter by id: what the roster and the quarter itself said then stays.
    var closed: [String: QuarterCase] = [:]
  }

  init(_ occasion: Occasion, _ quarter: Quarter, _ wish: Wish = Wish()) throws {
    let database = occasion.database
    let schemes = try wish.schemes ?? Self.inForce(database, quarter)
    var documents: [PerformanceScheme] = []
    var bonus: BonusScheme?
    for scheme in schemes {
      let text = Array(scheme.text.utf8)
      if scheme.kind == BonusScheme.kind {
        if let bonus {
          throw Refusal.twoBonusSchemes(bonus.head.id, scheme.id)
        }
        bonus = try BonusScheme.read(text, named: scheme.label)
      } else {
        let document = try PerformanceScheme.read(text, named: scheme.label)
        if let other = documents.first(where: { $0.post == document.post }) {
          throw Refusal.twoSchemes(document.post, other.head.id, document.head.id)
        }
        documents.append(document)
      }
    }
    guard !documents.isEmpty else { throw Refusal.noPerformanceScheme(quarter) }
    let columns = Set(documents.flatMap(\.parts).compactMap(\.column)).sorted()
    let own = QuarterBook(database)
    let adjustments = Dictionary(grouping: try own.adjustments(in: quarter), by: \.staff)
    var book = try Scorebook(
      database, quarter: quarter, posts: Set(documents.map(\.post)), columns: columns,
      including: Set(adjustments.keys), on: occasion.today, zone: occasion.workspace.zone, span: wish.span)
    guard !book.cases.isEmpty else { throw Refusal.nobodyToScore(quarter) }
    book.add(
      calibrations: try own.calibrations(in: quarter).compactMapValues(\.grade),
      adjustments: adjustments.mapValues { $0.reduce(.zero) { $0 + $1.amount } },
      suggestions: try HonourRecords(database).adopted(in: quarter),
      help: try HonourRecords(database).helped(in: quarter))
    let index = try wish.index ?? bonus?.index.flatMap { try Self.index($0, occasion, quarter) }
    inputs = QuarterInputs(
      quarter: quarter, schemes: documents, bonus: bonus, poolGiven: wish.pool, index: index,
      columns: columns,
      cases: wish.closed.isEmpty ? book.cases : book.cases.map { $0.asClosed(with: wish.closed[$0.id]) })
    keys = book.keys
    self.schemes = schemes
    unjudged = book.unjudged
  }

  /// The performance and bonus schemes in force on a quarter's last day.
  static func inForce(_ database: Connection, _ quarter: Quarter) throws -> [Scheme] {
    let records = SchemeRecords(database)
    return try records.allInForce(kind: PerformanceScheme.kind, on: quarter.lastDay)
      + records.allInForce(kind: BonusScheme.kind, on: quarter.lastDay)
  }

  /// The company's satisfaction index by the survey that a bonus scheme names.
  private static func index(
    _ rule: BonusScheme.Index, _ occasion: Occasion, _ quarter: Quarter
  ) throws -> Score? {
    let model = try SchemeRecords(occasion.database).document(
      SurveyModel.self, id: rule.survey, on: quarter.lastDay)
    return try SurveyDesk(occasion).whole(model, in: quarter, measuresErrors: false)?.index.index
  }
}
