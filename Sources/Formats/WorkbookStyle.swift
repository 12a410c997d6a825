/// How a cell looks and whether it may be edited: a small closed set, so that every workbook of the house looks alike.
///
/// The raw value is the place in the workbook's list of styles. Inputs are coloured, framed, and open on a protected sheet.
package enum WorkbookStyle: Int, CaseIterable, Sendable {
  /// What a formula gives where that is a text, and whatever needs no format.
  case plain
  case title
  case note
  case heading
  /// Kept as typed: identifiers with leading zeros stay what they are.
  case text
  case wrapped
  case integer
  /// Two decimals, `89.50`.
  case score
  /// Two decimals with groups, `1,234.50`.
  case money
  /// Four decimals, `1.0500`.
  case factor
  /// Two decimals of a hundredth, `82.50%`.
  case percent
  /// `2026-07-01`.
  case day
  case inputText
  case inputInteger
  case inputScore
  case inputMoney
  case inputFactor
  case inputPercent
  case inputDay
  case totalText
  case totalInteger
  case totalScore
  case totalMoney
  case totalFactor
  case totalPercent

  /// Whether the cell may be edited on a protected sheet.
  package var isInput: Bool { look == .input }

  /// The style that a number or formula gets where this one was asked for.
  ///
  /// In a cell of texts a spreadsheet takes whatever somebody types for a text, a formula too.
  var forNumbers: WorkbookStyle { self == .text || self == .wrapped ? .plain : self }
}

extension WorkbookStyle {
  /// What a cell is for, which decides its font, fill and border; the raw value is the place in each of those lists.
  private enum Look: Int {
    case normal, title, note, heading, input, total
  }

  /// Number formats by their ids: below 164 they are built in (ECMA-376 part 1, 18.8.30).
  private enum Format: Int {
    case general = 0
    case integer = 1
    case score = 2
    case money = 4
    case percent = 10
    case text = 49
    case day = 164
    case factor = 165
  }

  private var look: Look {
    switch self {
    case .title: .title
    case .note: .note
    case .heading: .heading
    case .inputText, .inputInteger, .inputScore, .inputMoney, .inputFactor, .inputPercent, .inputDay: .input
    case .totalText, .totalInteger, .totalScore, .totalMoney, .totalFactor, .totalPercent: .total
    default: .normal
    }
  }

  private var format: Format {
    switch self {
    case .plain, .title, .note, .heading, .totalText: .general
    case .text, .wrapped, .inputText: .text
    case .integer, .inputInteger, .totalInteger: .integer
    case .score, .inputScore, .totalScore: .score
    case .money, .inputMoney, .totalMoney: .money
    case .factor, .inputFactor, .totalFactor: .factor
    case .percent, .inputPercent, .totalPercent: .percent
    case .day, .inputDay: .day
    }
  }

  private var alignment: String {
    switch self {
    case .title: "<alignment vertical=\"center\"/>"
    case .note, .wrapped, .inputText: "<alignment vertical=\"top\" wrapText=\"1\"/>"
    case .heading: "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>"
    default: "<alignment vertical=\"top\"/>"
    }
  }

  private var element: String {
    """
    <xf numFmtId="\(format.rawValue)" fontId="\(look.rawValue)" fillId="\(look.rawValue + 2)" \
    borderId="\(look.rawValue)" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" \
    applyAlignment="1"\(isInput ? " applyProtection=\"1\"" : "")>\(alignment)\
    \(isInput ? "<protection locked=\"0\"/>" : "")</xf>
    """
  }

  private static func font(_ size: Int, _ marks: String = "", colour: String = "FF000000") -> String {
    "<font>\(marks)<sz val=\"\(size)\"/><color rgb=\"\(colour)\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
  }

  private static func fill(_ colour: String?) -> String {
    guard let colour else { return "<fill><patternFill patternType=\"none\"/></fill>" }
    return "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(colour)\"/></patternFill></fill>"
  }

  private static func border(_ lines: [String: String] = [:]) -> String {
    let sides = ["left", "right", "top", "bottom"].map { side in
      lines[side].map { "<\(side) style=\"\($0)\"><color rgb=\"FF7F7F7F\"/></\(side)>" } ?? "<\(side)/>"
    }
    return "<border>\(sides.joined())<diagonal/></border>"
  }

  /// The list of styles as the workbook holds it (ECMA-376 part 1, 18.8).
  static var part: String {
    // In the order of the looks; a spreadsheet takes the first two fills as none and grey whatever they say.
    let fonts = [
      font(11), font(14, "<b/>"), font(10, "<i/>", colour: "FF595959"), font(11, "<b/>"),
      font(11, colour: "FF1F3864"), font(11, "<b/>"),
    ]
    let fills =
      [fill(nil), "<fill><patternFill patternType=\"gray125\"/></fill>"]
      + [nil, nil, nil, "FFDDE6F0", "FFFFF6D6", nil].map(fill)
    let box = ["left": "hair", "right": "hair", "top": "hair", "bottom": "hair"]
    let borders = [
      border(), border(), border(), border(["bottom": "thin"]), border(box), border(["top": "thin"]),
    ]
    let styles = allCases.map(\.element)
    return """
      <styleSheet xmlns="\(WorkbookParts.main)"><numFmts count="2">\
      <numFmt numFmtId="\(Format.day.rawValue)" formatCode="yyyy\\-mm\\-dd"/>\
      <numFmt numFmtId="\(Format.factor.rawValue)" formatCode="0.0000"/></numFmts>\
      <fonts count="\(fonts.count)">\(fonts.joined())</fonts>\
      <fills count="\(fills.count)">\(fills.joined())</fills>\
      <borders count="\(borders.count)">\(borders.joined())</borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="\(styles.count)">\(styles.joined())</cellXfs>\
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
      """
  }
}
