import Formats
import Glibc
import Workspace

/// Makes seeded, realistic import files: a quarter of a hotline for so many staff.
///
///     merit-demo make DIR --staff N [--quarter Q] [--seed S] [--calls-per-agent C] [--responses-per-agent R]
///     merit-demo evaluate SAMPLE.csv OUT.csv --staff N …
///     merit-demo answer PAPERS.json BANK OUT.csv --staff N --date DATE …
///     merit-demo year DIR
@main
enum DemoMain {
  private static let usage = """
    merit-demo make DIR --staff N [--quarter Q] [--seed S] [--calls-per-agent C] [--responses-per-agent R] [--only NAME,…]
    merit-demo evaluate SAMPLE.csv OUT.csv --staff N [--quarter Q] [--seed S]
    merit-demo answer PAPERS.json BANK OUT.csv --staff N --date DATE [--quarter Q] [--seed S]
    merit-demo year DIR
    """

  static func main() {
    var words = Array(CommandLine.arguments.dropFirst())[...]
    var options: [String: String] = [:]
    var arguments: [String] = []
    while let word = words.popFirst() {
      if word.hasPrefix("--"), let value = words.popFirst() {
        options[word] = value
      } else {
        arguments.append(word)
      }
    }
    guard let verb = arguments.first, let staff = Int(options["--staff"] ?? "300"), staff > 0,
      let quarter = Quarter(options["--quarter"] ?? "2026Q3"), let seed = UInt64(options["--seed"] ?? "2026")
    else {
      complain("usage\n\(usage)")
      exit(64)
    }
    let people = DemoWorkforce(seed: seed, quarter: quarter, count: staff)
    do {
      switch (verb, arguments.count) {
      case ("make", 2): make(people, arguments[1], options)
      case ("year", 2): YearFiles.write(to: arguments[1])
      case ("evaluate", 3): try people.writeEvaluations(of: arguments[1], to: arguments[2])
      case ("answer", 4):
        let date = options["--date"].flatMap { CalendarDay($0) } ?? quarter.firstDay.adding(days: 50)
        try people.writeAnswers(to: arguments[1], bank: arguments[2], path: arguments[3], date: date)
      default:
        complain("usage\n\(usage)")
        exit(64)
      }
    } catch {
      complain("\(error)")
      exit(65)
    }
  }

  private static func make(_ people: DemoWorkforce, _ folder: String, _ options: [String: String]) {
    mkdir(folder, 0o755)
    let only = options["--only"].map { Set($0.split(separator: ",").map(String.init)) }
    func wants(_ name: String) -> Bool { only?.contains(name) ?? true }
    if wants("organisation") { people.writeOrganisation(folder) }
    if wants("roster") { people.writeRoster(folder) }
    if wants("leave") { people.writeLeave(folder) }
    if wants("candidates") { people.writeCandidates(folder) }
    if wants("grades") { people.writeGrades(folder) }
    if wants("attendance") { people.writeAttendance(folder) }
    if wants("calls") { people.writeCalls(folder, perAgent: Int(options["--calls-per-agent"] ?? "60") ?? 60) }
    if wants("survey") {
      people.writeSurvey(folder, perAgent: Int(options["--responses-per-agent"] ?? "8") ?? 8)
    }
    if wants("processes") {
      people.writeProcesses(folder, responses: Int(options["--process-responses"] ?? "1200") ?? 1_200)
    }
    if wants("visits") { people.writeVisits(folder) }
    if wants("complaints") { people.writeComplaints(folder) }
    if wants("observations") { people.writeObservations(folder) }
    if wants("marks") { people.writeMarks(folder) }
  }
}
