/// A column of a table that people fill in: its names, and whether it must be there.
package struct Column: Hashable, Sendable {
  /// The name that programs use, such as `joined`.
  package let id: String
  /// The Chinese heading, such as `入职日期`.
  package let chinese: String
  /// Further headings that mean the same.
  package let aliases: [String]
  package let isRequired: Bool
  /// What the column shows in a template's example row.
  package let example: String

  package init(
    _ id: String, _ chinese: String, required: Bool = false, aliases: [String] = [], example: String = ""
  ) {
    self.id = id
    self.chinese = chinese
    self.isRequired = required
    self.aliases = aliases
    self.example = example
  }
}

/// The columns of a table that Merit reads, by name in English or Chinese, in any order.
package struct TableShape: Sendable {
  /// The name under which `merit template` writes it.
  package let name: String
  package let columns: [Column]
  /// What further columns mean, such as items of a scorecard; `nil` where they are unknown and ignored.
  package let furtherColumns: String?

  package init(_ name: String, _ columns: [Column], furtherColumns: String? = nil) {
    self.name = name
    self.columns = columns
    self.furtherColumns = furtherColumns
  }

  /// Headings compare without case, spaces and full width.
  static func folded(_ heading: String) -> String {
    var result = ""
    for scalar in heading.unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09, 0x3000, 0xa0, 0xfeff: continue
      case 0xff01...0xff5e: result.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xfee0) ?? scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.lowercased()
  }

  /// An empty table with headings and an example row, as CSV; Chinese headings where asked for.
  package func template(chinese: Bool) -> String {
    CSVWriter.line(columns.map { chinese ? $0.chinese : $0.id })
      + CSVWriter.line(columns.map(\.example))
  }
}
