import Formats
import Workspace

/// Somebody on an exam's list: when and where they sit, and how much longer they may take.
package struct Candidate: Hashable, Sendable {
  package enum Standing: String, CaseIterable, Sendable {
    case invited
    /// 缓考: comes another time, and is not absent.
    case deferred
    /// 补考: sits after having been absent or deferred.
    case makeUp = "make_up"

    /// What the states are called, for tables and people.
    package var words: Words {
      switch self {
      case .invited: Words(en: "invited", zh: "应考")
      case .deferred: Words(en: "deferred", zh: "缓考")
      case .makeUp: Words(en: "make-up", zh: "补考")
      }
    }
  }

  package let staff: String
  /// A name for those who sit together.
  package let batch: String
  package let opens: Instant?
  package let closes: Instant?
  package let room: String
  package let seat: Int?
  package let extraMinutes: Int
  package let standing: Standing
  package let reason: String

  package init(
    staff: String, batch: String, opens: Instant?, closes: Instant?, room: String, seat: Int?,
    extraMinutes: Int,
    standing: Standing, reason: String
  ) {
    self.staff = staff
    self.batch = batch
    self.opens = opens
    self.closes = closes
    self.room = room
    self.seat = seat
    self.extraMinutes = extraMinutes
    self.standing = standing
    self.reason = reason
  }

  package static let shape = TableShape(
    "candidates",
    [
      Column("staff", "工号", required: true, example: "E0001"), Column("batch", "批次", example: "1"),
      Column("opens", "开始", aliases: ["开始时间"], example: "2026-08-20 09:00"),
      Column("closes", "截止", aliases: ["截止时间", "结束", "结束时间"], example: "2026-08-20 09:15"),
      Column("room", "考场", example: "101"), Column("seat", "座位", example: "12"),
      Column("extra", "加时", aliases: ["延时", "加时分钟", "extra_minutes"], example: "0"),
    ])
}

/// How a candidate stands towards an exam, for its results.
package enum Attendance: Hashable, Sendable {
  case sat, running, invited, absent, deferred, annulled

  package var words: Words {
    switch self {
    case .sat: Words(en: "sat", zh: "已考")
    case .running: Words(en: "sitting", zh: "考试中")
    case .invited: Words(en: "invited", zh: "应考")
    case .absent: Words(en: "absent", zh: "缺考")
    case .deferred: Words(en: "deferred", zh: "缓考")
    case .annulled: Words(en: "annulled", zh: "作弊作废")
    }
  }

  /// - Parameter sittings: the person's, of this exam.
  package init(_ candidate: Candidate, _ sittings: [Sitting], exam: Exam, at now: Instant) {
    if let last = sittings.last {
      self = last.submitted == nil ? .running : last.outcome?.cause == .annulment ? .annulled : .sat
    } else if candidate.standing == .deferred {
      self = .deferred
    } else {
      let closes = candidate.closes ?? exam.closes
      self = closes.map { now >= $0 } ?? (exam.released != nil) ? .absent : .invited
    }
  }
}
