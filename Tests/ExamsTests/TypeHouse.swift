import Exams
import Formats
import Testing
import Workforce
import Workspace

/// A house whose exam asks one question of each type, minutes of grace after the deadline.
enum TypeHouse {
  static let blueprint = """
    {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10,
     grace_minutes: 2, markers: {count: 1}, pass: 60, sections: [{title: {en: "Theory", zh: "理论"}, rows: [
       {topic: "y", types: ["multichoice"], count: 1, points: 1, penalty: 0.5},
       {topic: "y", types: ["truefalse"], count: 1, points: 1}, {topic: "y", types: ["shortanswer"], count: 1, points: 1},
       {topic: "y", types: ["numerical"], count: 1, points: 1}, {topic: "y", types: ["matching"], count: 1, points: 1},
       {topic: "y", types: ["ordering"], count: 1, points: 1}, {topic: "y", types: ["essay"], count: 1, points: 10},
       {topic: "y", types: ["drill"], count: 1, points: 5}]}]}
    """

  /// What only those who mark may read is written in capitals.
  static let gift = """
    // [id:mc] LABEL
    Which two? {~%33.33333%one#FEEDBACK ~%66.66667%two ~%-100%three#FEEDBACK ####GENERAL}

    // [id:tf] LABEL
    Is it so? {TRUE#FEEDBACK#FEEDBACK}

    // [id:sa] LABEL [tag:exact:case]
    Name it. {=SECRET =%50%HALF#FEEDBACK}

    // [id:nu] LABEL
    How many? {#4711:13#FEEDBACK}

    // [id:ma] LABEL
    Match them. {=left a -> right a =left b -> right b = -> right c}

    // [id:or] LABEL
    Put in order. {>
    first
    second
    third
    }

    // [id:es] LABEL
    // [rubric:10:RUBRIC]
    Explain it. {}

    // [id:dr] LABEL [tag:type:drill]
    // [rubric:10:RUBRIC]
    Take the call. {}
    """

  static func open(seed: UInt64 = 7) throws -> (house: House, room: ExamRoom) {
    let house = try House(blueprint: blueprint)
    let path = "/tmp/merit-types-\(UInt64.random(in: 0 ... .max)).en.gift"
    let other = path.replacing(".en.", with: ".zh-Hans.")
    let text = gift.replacing(
      "LABEL", with: "[tag:level:five] [tag:topic:y] [tag:difficulty:hard] [tag:lesson:LESSON]")
    try Folder.write(text, to: path)
    try Folder.write(text, to: other)
    defer {
      Folder.erase(path)
      Folder.erase(other)
    }
    _ = try BankDesk(house.at(start)).load([path, other], defaults: LabelDefaults(bank: "bank"))
    return (house, try house.open(seed: seed))
  }

  /// The room as a candidate's own client comes to it.
  static func client(_ house: House, _ exam: String, _ staff: String = "E1", after seconds: Int = 0) throws
    -> ExamRoom
  {
    try ExamRoom(
      Occasion(
        house.space, actor: Actor(account: "candidate \(staff)", roles: [.staff], staff: staff),
        now: start.adding(seconds: seconds)), exam: exam)
  }
}
