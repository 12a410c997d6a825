import Certification
import Formats
import Workforce
import Workspace

/// A certificate to print: one landscape page as SVG in HTML, in both languages, with the code that verifies it.
package struct CertificatePage {
  private let held: HeldCertificate
  private let ladder: Ladder
  private let day: CalendarDay

  /// - Parameter day: on which it is printed; a certificate that is not valid then says so across the page.
  package init(_ held: HeldCertificate, ladder: Ladder, on day: CalendarDay) {
    self.held = held
    self.ladder = ladder
    self.day = day
  }

  private static let levels = [
    5: ("Level Five", "五级"), 4: ("Level Four", "四级"), 3: ("Level Three", "三级"), 2: ("Level Two", "二级"),
    1: ("Level One", "一级"),
  ]

  package var html: String {
    Page(
      isChinese: false, title: held.certificate.number,
      style: """
        body { max-width: none; margin: 0; padding: 0; }
        svg { display: block; width: 100%; height: auto; }
        @page { size: A4 landscape; margin: 0; }
        """, body: svg
    ).html
  }

  /// The page alone, 297 by 210 millimetres.
  package var svg: String {
    let certificate = held.certificate
    let level = Self.levels[certificate.level] ?? ("", "")
    let issuer = ladder.issuer.name ?? Words(en: "Customer Service", zh: "客户服务部")
    let issue =
      certificate.issue == .national
      ? Words(en: "National certificate", zh: "国家职业资格证书")
      : Words(en: "In-house certificate", zh: "企业内部技能等级证书")
    var lines = [
      text(39, 12, issuer.zh, weight: 600), text(48, 6, issuer.en),
      text(66, 11, "职业技能等级证书", weight: 600), text(75, 6.5, "CERTIFICATE OF SKILL"),
      text(98, 14, certificate.name, weight: 600),
      text(112, 8, "\(ladder.head.title.zh)　\(level.1)"),
      text(121, 7, "\(ladder.head.title.en), \(level.0)"),
      text(136, 5, "\(issue.zh)　\(issue.en)"),
      text(150, 5, "颁发日期 Awarded \(certificate.awarded)　　有效期至 Valid until \(held.expires)"),
      text(162, 5, "证书编号 Number \(certificate.number)"),
      text(176, 6.5, "验证码 Verification code \(Self.grouped(certificate.code))", family: "monospace"),
    ]
    if let url = ladder.issuer.url { lines.append(text(184, 4, url)) }
    let status = held.status(on: day)
    if status != .valid {
      lines.append(
        "<text x=\"148.5\" y=\"118\" font-size=\"34\" text-anchor=\"middle\" fill=\"#c0392b\" fill-opacity=\"0.35\" transform=\"rotate(-18 148.5 105)\">\(XMLText.escaped("\(status.words.zh) \(status.rawValue.uppercased())"))</text>"
      )
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210" font-family="Noto Serif CJK SC, Songti SC, Noto Serif, serif" fill="#1b2430">
      <rect width="297" height="210" fill="#fffdf6"/>
      <rect x="9" y="9" width="279" height="192" fill="none" stroke="#8a6d1f" stroke-width="1.6"/>
      <rect x="12" y="12" width="273" height="186" fill="none" stroke="#8a6d1f" stroke-width="0.4"/>
      \(rosette)
      \(lines.joined(separator: "\n"))
      </svg>
      """
  }

  /// An ornament of turned ellipses behind the text.
  private var rosette: String {
    let petals = (0..<12).map {
      "<ellipse cx=\"148.5\" cy=\"104\" rx=\"62\" ry=\"22\" transform=\"rotate(\($0 * 15) 148.5 104)\"/>"
    }
    return "<g fill=\"none\" stroke=\"#e6d7a8\" stroke-width=\"0.3\">\(petals.joined())</g>"
  }

  private func text(
    _ y: Double, _ size: Double, _ content: String, weight: Int = 400, family: String? = nil
  ) -> String {
    let font = family.map { " font-family=\"\($0)\"" } ?? ""
    return
      "<text x=\"148.5\" y=\"\(y)\" font-size=\"\(size)\" font-weight=\"\(weight)\" text-anchor=\"middle\"\(font)>\(XMLText.escaped(content))</text>"
  }

  /// Groups of four, which are easier to read aloud.
  private static func grouped(_ code: String) -> String {
    var groups: [Substring] = []
    var rest = code[...]
    while !rest.isEmpty {
      groups.append(rest.prefix(4))
      rest = rest.dropFirst(4)
    }
    return groups.joined(separator: " ")
  }
}
