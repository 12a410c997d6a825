import Formats
import Training
import Workforce
import Workspace

extension Route {
  /// Staff: the roster, transfers and rotations, mentors, permits for live calls.
  static let staff: [Route] = [
    .list(
      "/staff", "staff.list", "The staff with their posts of today",
      .roles(.hr, .leader, .trainer, .examiner, .assessor),
      query: [.init("post", .name, "only holders of this post")], of: Person.listForm, key: \.person.id
    ) { try WorkforceDesk(try $0.occasion).list(post: $0.query("post")) },
    .get(
      "/staff/{staff}", "staff.show", "A person and the posts held; the base of the bonus for HR and oneself",
      .ownOr(.hr, .leader, .trainer, .examiner), answer: Person.form.schema
    ) { Person.form.json(try WorkforceDesk(try $0.occasion).record(of: try $0.person())) },
    .intake("/staff/roster", "staff.import", "Take in the roster", .roles(.hr)) {
      try WorkforceDesk(try $0.occasion).importRoster(try $0.table(Person.shape), options: $1)
    },
    .intake("/staff/leave", "staff.leave", "Take in who is away, and when", .roles(.hr, .leader)) {
      try WorkforceDesk(try $0.occasion).importLeave(try $0.table(Leave.shape), options: $1)
    },
    .write(
      "POST", "/staff/{staff}/transfer", "staff.transfer", "Move somebody to another post and team",
      .roles(.hr),
      body: .object([.init("post", .name), .init("team", .name), .init("from", .day)]),
      answer: transferForm.schema
    ) { call in
      guard let day = call.dayMember("from") else {
        throw Refusal(.usage, "the day is missing", "add 'from'")
      }
      try WorkforceDesk(try call.occasion).transfer(
        call["staff"], post: call.text("post"), team: call.text("team"), from: day)
      return transferForm.json((call["staff"], call.text("post"), call.text("team"), day))
    },

    // MARK: Rotations

    .list(
      "/staff/rotations", "staff.rotations", "The rotations and how they stand",
      .roles(.hr, .trainer, .leader), of: Rotation.form, key: { "\($0.id)" }
    ) { try RotationDesk(try $0.occasion).rotations() },
    .write(
      "POST", "/staff/rotations", "staff.rotate", "Plan a time in another post, with its own training",
      .roles(.hr, .trainer),
      body: .object([
        .init("staff", .name), .init("post", .name), .init("team", .name), .init("from", .day),
        .init("to", .day),
        .init("course", .name, required: false, note: "to be completed before it begins"),
      ]), answer: Rotation.form.schema, status: 201
    ) { call in
      guard let from = call.dayMember("from"), let to = call.dayMember("to") else {
        throw Refusal(.usage, "a day is missing", "add 'from' and 'to'")
      }
      return Rotation.form.json(
        try RotationDesk(try call.occasion).plan(
          call.text("staff"), post: call.text("post"), team: call.text("team"), from: from, to: to,
          course: call.text("course")))
    },
    .write(
      "POST", "/staff/rotations/{rotation:number}", "staff.rotation", "Begin, end or drop a rotation",
      .roles(.hr),
      body: .object([
        .init("state", .choice(["begun", "ended", "dropped"])),
        .init("note", .string(.free, 0...4_000), required: false, note: "what was learnt, or why"),
      ]), answer: Rotation.form.schema
    ) { call in
      guard let state = Rotation.State(rawValue: call.text("state")) else {
        throw Refusal(.usage, "'\(call.text("state"))' is no state", "write begun, ended or dropped")
      }
      return Rotation.form.json(
        try RotationDesk(try call.occasion).move(call.number("rotation"), to: state, note: call.text("note")))
    },

    // MARK: Newcomers

    .list(
      "/staff/mentors", "staff.mentors", "Who accompanies whom", .roles(.trainer, .leader, .hr),
      of: Mentorship.form, key: { "\($0.staff) \($0.from)" }
    ) { try MentorDesk(try $0.occasion).mentorships() },
    .write(
      "POST", "/staff/{staff}/mentor", "staff.mentor", "Name a newcomer's mentor",
      .roles(.trainer, .leader, .hr),
      body: .object([
        .init("mentor", .name), .init("from", .day, required: false, note: "today unless said"),
        .init("to", .day, required: false, note: "90 days on unless said"),
      ]), answer: Mentorship.form.schema
    ) { call in
      let from = try call.dayMember("from") ?? call.occasion.today
      let one = Mentorship(
        staff: call["staff"], mentor: call.text("mentor"), from: from,
        to: call.dayMember("to") ?? from.adding(days: 90))
      try MentorDesk(try call.occasion).name(one.mentor, for: one.staff, from: one.from, to: one.to)
      return Mentorship.form.json(one)
    },
    .list(
      "/staff/permits/missing", "staff.unpermitted", "Who may not take live calls yet",
      .roles(.trainer, .leader, .hr), of: LivePermit.missingForm, key: \.id
    ) { try PermitDesk(try $0.occasion).missing() },
    .write(
      "POST", "/staff/permits", "staff.permit",
      "Permit live calls, once what the training scheme asks is done",
      .roles(.trainer, .leader), mode: .longWrite,
      body: .object([.init("staff", .array(.name, most: 1_000))]), answer: .list(LivePermit.form.schema)
    ) { LivePermit.form.json(try PermitDesk(try $0.occasion).grant($0.texts("staff"))) },
  ]

  /// The organisation.
  static let org: [Route] = [
    .intake("/org", "org.import", "Take in the organisation: sites, centres, departments, teams", .roles(.hr))
    {
      try WorkforceDesk(try $0.occasion).importOrganisation(try $0.table(Unit.shape), options: $1)
    },
    .intake("/org/calendar", "org.calendar", "Take in holidays and working weekends", .roles(.hr)) {
      try WorkforceDesk(try $0.occasion).importCalendar(try $0.table(NamedDay.shape), options: $1)
    },
  ]

  private static let transferForm = JSONForm<(staff: String, post: String, team: String, from: CalendarDay)>([
    .text("id") { $0.staff }, .text("post") { $0.post }, .text("team") { $0.team }, .day("from") { $0.from },
  ])
}
