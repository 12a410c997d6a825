import Certification
import Formats
import Workforce
import Workspace

extension PageRoute {
  /// One's own certificates, printing one, and verifying anybody's.
  static let certificates: [PageRoute] = [
    PageRoute("/certificates", .signedIn) { call in
      let occasion = try call.occasion
      let all = try CertificationDesk(occasion).certificates(of: call.own())
      let boxes = all.reversed().map { certificateBox($0, on: occasion.today, call) }
      return .page(
        call.word("My certificates", "我的证书"),
        boxes.isEmpty
          ? Markup.paragraph(call.word("No certificate yet.", "暂无证书。"), kind: "note")
          : "<div class=\"columns\">\(boxes.joined(separator: "\n"))</div>")
    },
    PageRoute("/certificates/{certificate}", .signedIn) { call in
      let occasion = try call.occasion
      let held = try StandingDesk(occasion).printed(call["certificate"])
      let ladder = try CertificationDesk(occasion).ladder(held.certificate.ladder, on: occasion.today)
      let page = CertificatePage(held, ladder: ladder, on: occasion.today)
      return .file(Array(page.svg.utf8), type: "image/svg+xml", name: nil)
    },
    PageRoute("/verify", .everybody, mode: .quickRead) { call in
      guard let code = call.query("code") else {
        return .page(call.word("Verify a certificate", "验证证书"), verifyForm(call, ""))
      }
      return .page(
        call.word("Verify a certificate", "验证证书"), verifyForm(call, code) + (try verified(code, call)))
    },
    PageRoute("/verify/{code}", .everybody, mode: .quickRead) { call in
      .page(
        call.word("Verify a certificate", "验证证书"),
        verifyForm(call, call["code"]) + (try verified(call["code"], call)))
    },
  ]

  private static func kind(_ status: CertificateStatus) -> String {
    switch status {
    case .valid: "good"
    case .expired, .suspended: "busy"
    case .revoked: "bad"
    }
  }

  private static func certificateBox(_ held: HeldCertificate, on day: CalendarDay, _ call: PageCall) -> String
  {
    let certificate = held.certificate
    let status = held.status(on: day)
    return """
      <article class="box">
      <h2>\(Markup.escaped(certificate.number))</h2>
      <p>\(Markup.badge(call.word(status.words), kind(status)))</p>
      \(Markup.facts([
        (call.word("Level", "等级"), call.word(PageWords.level(certificate.level))),
        (call.word("Awarded", "颁发"), "\(certificate.awarded)"), (call.word("Valid until", "有效期至"), "\(held.expires)"),
        (call.word("Verification code", "验证码"), certificate.code),
      ]))
      <p><a class="button" href="/certificates/\(Markup.escaped(certificate.number))">\(call.word("Print it", "打印证书"))<span class="spoken"> \(Markup.escaped(certificate.number))</span></a>
      \(Markup.link("/verify/\(certificate.code)", call.word("What others see", "他人所见")))</p>
      </article>
      """
  }

  private static func verifyForm(_ call: PageCall, _ code: String) -> String {
    """
    <form method="get" action="/verify" class="line">
    \(Markup.field("code", call.word("The code on the certificate", "证书上的验证码"), value: code, attributes: "required maxlength=\"64\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\""))
    \(Markup.button(call.word("Verify", "验证")))
    </form>
    """
  }

  private static func verified(_ code: String, _ call: PageCall) throws -> String {
    let occasion = try call.occasion
    let found = try Verification(of: code, in: occasion.workspace)
    guard let held = found.held else {
      let why =
        CertificateNumber.isSound(code)
        ? call.word(
          "That is a certificate's number. Type the code that stands on it.", "这是证书编号，请输入证书上的验证码。")
        : found.isSound
          ? call.word("No certificate has this code.", "没有该验证码的证书。")
          : call.word("The code has a slip in it; read it again.", "验证码有误，请核对后重新输入。")
      return "<div class=\"verdict bad\" role=\"status\">\(Markup.paragraph(why))</div>"
    }
    let status = held.status(on: occasion.today)
    let events = held.events.map { "<li>\($0.day) \(Markup.escaped(eventWord($0.kind, call)))</li>" }
    return """
      <div class="verdict \(kind(status))" role="status">
      <p><strong>\(Markup.escaped(call.word(status.words)))</strong></p>
      \(Markup.facts([
        (call.word("Name", "姓名"), found.name ?? call.word("(not shown)", "（不公开）")),
        (call.word("Number", "证书编号"), held.certificate.number),
        (call.word("Level", "等级"), call.word(PageWords.level(held.certificate.level))),
        (call.word("Awarded", "颁发"), "\(held.certificate.awarded)"),
        (call.word("Valid until", "有效期至"), "\(held.expires)"),
      ]))
      \(events.isEmpty ? "" : "<ul>\(events.joined())</ul>")
      </div>
      """
  }

  private static func eventWord(_ kind: CertificateEvent.Kind, _ call: PageCall) -> String {
    switch kind {
    case .suspended: call.word("suspended", "暂停")
    case .reinstated: call.word("reinstated", "恢复")
    case .revoked: call.word("revoked", "撤销")
    case .appealed: call.word("appealed", "申诉")
    case .upheld: call.word("upheld", "维持")
    case .restored: call.word("restored", "恢复有效")
    }
  }
}
