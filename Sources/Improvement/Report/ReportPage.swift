import Formats

/// A report as headings, paragraphs, tables and pictures, before it is written as HTML or Markdown.
package struct ReportPage: Sendable {
  /// A table whose first column names its rows.
  package struct Table: Sendable {
    package struct Column: Sendable {
      package let title: String
      /// Whether its cells are figures, which stand to the right.
      package let isNumber: Bool

      package init(_ title: String, isNumber: Bool = true) {
        self.title = title
        self.isNumber = isNumber
      }
    }

    package let caption: String
    package let columns: [Column]
    package let rows: [[String]]

    package init(_ caption: String, _ columns: [Column], _ rows: [[String]]) {
      self.caption = caption
      self.columns = columns
      self.rows = rows
    }
  }

  package enum Block: Sendable {
    /// Level 1 is a part of the report.
    case heading(Int, String)
    case paragraph(String)
    case list([String])
    case table(Table)
    case picture(Picture)
    /// What is missing, and what brings it.
    case missing(String)
  }

  package let title: String
  package let subtitle: String
  package let isChinese: Bool
  package let blocks: [Block]

  package init(title: String, subtitle: String, isChinese: Bool, blocks: [Block]) {
    self.title = title
    self.subtitle = subtitle
    self.isChinese = isChinese
    self.blocks = blocks
  }

  /// The parts of the report with their places among the headings, for a table of contents.
  var parts: [(place: Int, title: String)] {
    var place = 0
    return blocks.compactMap { block in
      guard case .heading(let level, let title) = block else { return nil }
      place += 1
      return level == 1 ? (place, title) : nil
    }
  }
}
