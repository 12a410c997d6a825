import Formats
import Workspace
import Workforce

extension Verb {
  static let orgImport = Verb(
    "org", "import", arguments: ["FILE"], options: intake,
    en: "import the organisation: sites, centres, departments, teams", zh: "导入组织机构",
    example: "merit org import organisation.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: Unit.shape)
    session.report(
      try WorkforceDesk(try session.occasion()).importOrganisation(table, options: input.intake()))
    return .done
  }

  static let orgCalendar = Verb(
    "org", "calendar", arguments: ["FILE"], options: intake,
    en: "import holidays and working weekends, by which working days are counted", zh: "导入工作日历",
    example: "merit org calendar calendar.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: NamedDay.shape)
    session.report(try WorkforceDesk(try session.occasion()).importCalendar(table, options: input.intake()))
    return .done
  }
}
