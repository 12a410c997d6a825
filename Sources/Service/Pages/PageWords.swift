import Formats
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

  /// `open`, `scored`, `published` or `closed`.
  static func quarterState(_ state: String) -> Words {
    let names = ["open": "进行中", "scored": "已评定", "published": "已公示", "closed": "已关闭"]
    return Words(en: state, zh: names[state] ?? state)
  }

  /// A role or a person that has to see to something.
  static func owner(_ owner: String) -> Words {
    let names = [
      "hr": "人力资源", "leader": "班组长", "panel": "质检组", "examiner": "考务", "judge": "评委", "quality": "质检",
      "customer service": "客户服务",
    ]
    return Words(en: owner == "hr" ? "HR" : owner, zh: names[owner] ?? owner)
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
