/// The parts of a workbook beside its sheets and styles (ECMA-376 part 1, 11.3 and 15.2).
struct WorkbookParts {
  /// A sheet that was written, as the workbook's list of sheets and of names needs it.
  struct Sheet {
    let name: String
    let headingRow: Int?
    /// The heading's cells and those under it, `$A$3:$F$90`, where they are filtered.
    var filtered: String?
  }

  static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let vocabulary = "application/vnd.openxmlformats-officedocument"

  static func sheetName(_ number: Int) -> String { "xl/worksheets/sheet\(number).xml" }

  let title: String
  let description: String

  /// What says that the zip is a document, which some programs look for at its beginning.
  var opening: [(name: String, text: String)] {
    [
      (
        "_rels/.rels",
        Self.relations([
          ("\(Self.office)/officeDocument", "xl/workbook.xml"),
          ("\(Self.package)/relationships/metadata/core-properties", "docProps/core.xml"),
          ("\(Self.office)/extended-properties", "docProps/app.xml"),
        ])
      ),
      (
        "docProps/core.xml",
        """
        <cp:coreProperties xmlns:cp="\(Self.package)/metadata/core-properties" \
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>\(XMLText.escaped(title))</dc:title>\
        <dc:creator>Merit</dc:creator><dc:description>\(XMLText.escaped(description))</dc:description>\
        </cp:coreProperties>
        """
      ),
      (
        "docProps/app.xml",
        """
        <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
        <Application>Merit</Application></Properties>
        """
      ),
    ]
  }

  /// What can be said only when all sheets are there.
  func closing(_ sheets: [Sheet], activeSheet: Int, hasFormula: Bool) -> [(name: String, text: String)] {
    let numbers = sheets.indices.map { $0 + 1 }
    var targets = numbers.map { ("\(Self.office)/worksheet", "worksheets/sheet\($0).xml") }
    targets.append(("\(Self.office)/styles", "styles.xml"))
    return [
      (
        "xl/workbook.xml",
        Self.workbook(sheets, activeSheet: activeSheet, hasFormula: hasFormula)
      ),
      ("xl/_rels/workbook.xml.rels", Self.relations(targets)),
      ("xl/styles.xml", WorkbookStyle.part),
      ("[Content_Types].xml", Self.contentTypes(numbers)),
    ]
  }

  private static func workbook(_ sheets: [Sheet], activeSheet: Int, hasFormula: Bool) -> String {
    let list = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(XMLText.escaped(sheet.name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    var names = ""
    for (index, sheet) in sheets.enumerated() {
      if let cells = sheet.filtered {
        names += name(
          "_FilterDatabase", " hidden=\"1\"", index, WorkbookReference.on(sheet.name, cells))
      }
      if let row = sheet.headingRow {
        names += name("Print_Titles", "", index, WorkbookReference.on(sheet.name, "$\(row):$\(row)"))
      }
    }
    return """
      <workbook xmlns="\(main)" xmlns:r="\(office)"><workbookPr/><bookViews>\
      <workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15600" activeTab="\(activeSheet)"/>\
      </bookViews><sheets>\(list.joined())</sheets>\
      \(names.isEmpty ? "" : "<definedNames>\(names)</definedNames>")\
      \(hasFormula ? "<calcPr fullCalcOnLoad=\"1\"/>" : "")</workbook>
      """
  }

  private static func name(_ name: String, _ marks: String, _ sheet: Int, _ reference: String) -> String {
    "<definedName name=\"_xlnm.\(name)\" localSheetId=\"\(sheet)\"\(marks)>\(XMLText.escaped(reference))</definedName>"
  }

  private static func relations(_ targets: [(type: String, target: String)]) -> String {
    let list = targets.enumerated().map { index, relation in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(relation.type)\" Target=\"\(relation.target)\"/>"
    }
    return "<Relationships xmlns=\"\(package)/relationships\">\(list.joined())</Relationships>"
  }

  private static func contentTypes(_ sheets: [Int]) -> String {
    var parts = sheets.map { ("/\(sheetName($0))", "\(vocabulary).spreadsheetml.worksheet+xml") }
    parts.append(("/xl/workbook.xml", "\(vocabulary).spreadsheetml.sheet.main+xml"))
    parts.append(("/xl/styles.xml", "\(vocabulary).spreadsheetml.styles+xml"))
    parts.append(
      ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    parts.append(("/docProps/app.xml", "\(vocabulary).extended-properties+xml"))
    let list = parts.map { "<Override PartName=\"\($0.0)\" ContentType=\"\($0.1)\"/>" }
    return """
      <Types xmlns="\(package)/content-types">\
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="xml" ContentType="application/xml"/>\(list.joined())</Types>
      """
  }
}
