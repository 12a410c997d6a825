import Formats
import Performance
import Workforce
import Workspace

/// Words that several pages use for the same things.
enum PageWords {
  static func role(_ role: Role) -> Words {
    switch role {
    case .staff: Words(en: "staff", zh: "员工")
    case .assessor: Words(en: "assessor", zh: "质检员")
    case .judge: Words(en: "judge", zh: "评委")
    case .examiner: Words(en: "examiner", zh: "考官")
    case .trainer: Words(en: "trainer", zh: "培训师")
    case .leader: Words(en: "team leader", zh: "班组长")
    case .hr: Words(en: "HR", zh: "人力资源")
    case .administrator: Words(en: "administrator", zh: "管理员")
    }
  }

  /// For whom a page is.
  static func list(_ access: Access, isChinese: Bool) -> String {
    guard case .roles(let roles) = access else { return "" }
    return Role.allCases.filter { roles.contains($0) || $0 == .administrator }
      .map { role($0).text(chinese: isChinese) }.joined(separator: isChinese ? "、" : ", ")
  }

  /// A level of skill, 5 the lowest.
  static func level(_ level: Int) -> Words {
    let names = [1: "一级", 2: "二级", 3: "三级", 4: "四级", 5: "五级"]
    return Words(en: Person.levelName(level), zh: names[level] ?? "\(level)")
  }

  static func yes(_ flag: Bool) -> Words {
    flag ? Words(en: "yes", zh: "是") : Words(en: "no", zh: "否")
  }

  static func passed(_ flag: Bool) -> Words {
    flag ? Words(en: "passed", zh: "通过") : Words(en: "not passed", zh: "未通过")
  }

  /// A role or a person that has to see to something.
  static func owner(_ owner: String) -> Words {
    let words = QuarterStatusDesk.Status.words(ofOwner: owner)
    return owner == "hr" ? Words(en: "HR", zh: words.zh) : words
  }

  /// A chart that scrolls where the screen is narrower than it can be read.
  static func chart(_ picture: Picture) -> String {
    "<div class=\"wide chart-box\" role=\"region\" aria-label=\"\(XMLText.escaped(picture.title))\" tabindex=\"0\">\n\(picture.svg)</div>"
  }

  /// A figure of a study, with so many places; a dash of none.
  static func figure(_ value: Double?, _ places: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "–" }
    let scale = (0..<places).reduce(1.0) { factor, _ in factor * 10 }
    return decimalText(Int((value * scale).rounded()), places: places)
  }
}
