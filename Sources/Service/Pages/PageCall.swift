import Formats
import Workforce
import Workspace

/// One use of a page: who asks, with which parameters, and what their form sent.
struct PageCall: Sendable {
  let call: Call
  /// Empty but for a deed, and for the page that is shown again after a refused one.
  let form: PageForm
  /// The path with its query, as it came.
  let target: String

  var isChinese: Bool { call.isChinese }
  var signIn: SignIn? { call.signIn }

  /// What a change from a page must send along.
  var csrf: String { call.token.map { FrontDesk.csrf(of: $0) } ?? "" }

  var occasion: Occasion { get throws { try call.occasion } }

  /// The call at the counter that serves it, at a moment.
  func at(_ counter: Counter, now: Instant) -> PageCall {
    PageCall(call: call.at(counter, now: now), form: form, target: target)
  }

  func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }
  func word(_ words: Words) -> String { words.text(chinese: isChinese) }

  /// A segment of the path.
  subscript(_ name: String) -> String { call[name] }

  func query(_ name: String) -> String? { call.query(name).flatMap { $0.isEmpty ? nil : $0 } }

  func may(_ roles: Role...) -> Bool { signIn?.actor.may(roles) ?? false }

  /// Whose pages these are.
  ///
  /// - Throws: a refusal where the account is nobody's own.
  func own() throws -> String {
    guard let staff = signIn?.actor.staff else {
      throw Refusal(
        .noInput, "this account is nobody's own", "ask the administrator to tie it to a member of staff")
    }
    return staff
  }

  /// A field of the form that must be filled in.
  func required(_ name: String, _ what: Words) throws -> String {
    guard let text = form.given(name) else {
      throw Refusal(.usage, word("'\(what.en)' is empty", "“\(what.zh)”为空"), word("fill it in", "请填写"))
    }
    return text
  }

  /// Refuses what cannot be undone where the box before it was not ticked.
  func requireSure() throws {
    guard form["sure"] == "yes" else {
      throw Refusal(
        .usage, word("this cannot be undone", "此操作不可撤销"),
        word("tick the box beside the button first", "请先勾选按钮旁的确认框"))
    }
  }

  /// The quarter of the path or the query; else the one that runs.
  func quarter() throws -> Quarter {
    if let text = call.path["quarter"] ?? query("quarter") {
      guard let quarter = Quarter(text) else { throw Refusal.badQuarter(text) }
      return quarter
    }
    return Quarter(of: try occasion.today)
  }

  /// A moment in the workspace's zone.
  func time(_ moment: Instant) throws -> String { try occasion.workspace.zone.text(moment) }

  func time(_ stored: String) throws -> String { try Instant(stored).map(time) ?? stored }
}
