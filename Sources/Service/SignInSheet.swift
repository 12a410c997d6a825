import Formats
import Training

/// A list to sign at the door of a session.
package struct SignInSheet {
  private let session: ClassSession
  private let title: Words
  private let people: [(id: String, name: String)]
  private let isChinese: Bool

  package init(
    _ session: ClassSession, title: Words, people: [(id: String, name: String)], isChinese: Bool
  ) {
    self.session = session
    self.title = title
    self.people = people
    self.isChinese = isChinese
  }

  package var html: String {
    let heading = title.text(chinese: isChinese) + (session.lesson.isEmpty ? "" : " · \(session.lesson)")
    let columns =
      isChinese ? ["序号", "工号", "姓名", "签名", "到达时间"] : ["No.", "Staff", "Name", "Signature", "Arrived"]
    let place =
      isChinese
      ? "教室 \(session.room)　讲师 \(session.instructor)" : "Room \(session.room), \(session.instructor)"
    let rows = people.enumerated().map { number, person in
      "<tr><td class=\"number\">\(number + 1)</td><td>\(XMLText.escaped(person.id))</td><td>\(XMLText.escaped(person.name))</td><td></td><td></td></tr>"
    }
    return Page(
      isChinese: isChinese, title: heading,
      style: "td { height: 1.6rem; } td:nth-child(4) { width: 35%; } @page { size: A4; margin: 15mm; }",
      body: """
        <h1>\(XMLText.escaped(heading))</h1>
        <p>\(session.day) \(session.from.text)–\(session.to.text) · \(XMLText.escaped(place))</p>
        <table>
        <thead><tr>\(columns.map { "<th>\($0)</th>" }.joined())</tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody>
        </table>
        """
    ).html
  }
}
