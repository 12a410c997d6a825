import Formats
import Workspace
import Satisfaction

extension Verb {
  static let complaintImport = Verb(
    "complaint", "import", arguments: ["FILE"], options: intake, en: "take in complaints", zh: "导入投诉",
    example: "merit complaint import complaints.csv"
  ) { session, input in
    session.report(
      try SatisfactionDesk(try session.occasion()).importComplaints(
        .path(input.argument(0)), options: input.intake()))
    return .done
  }
}
