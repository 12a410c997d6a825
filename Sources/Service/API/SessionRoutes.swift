import Formats
import Workforce
import Workspace

extension Route {
  /// Signing in and out, and tokens for programs.
  static func session(_ front: FrontDesk) -> [Route] {
    [
      Route(
        "POST", "/session", "session.open", "Sign in with a password", .everybody, .hashing,
        body: .json(
          .object([
            .init("account", .name), .init("password", .string(.free, 0...1_024)),
          ])), answer: .json(opened), status: 201, keepsAnswer: false
      ) { call in
        let actor = try front.actor(named: call.text("account"), password: call.text("password"), call: call)
        let token = front.token()
        let occasion = Occasion(try call.occasion.workspace, actor: actor, now: call.now)
        let expires = try SessionRecords(occasion).open(token: token)
        return openedReply(token, expires, actor, front.cookie(token, isSecure: call.isSecure))
      },
      Route(
        "POST", "/exam/{exam}/session", "exam.session", "Sign in to sit one exam, with its one-time code",
        .everybody, .write,
        body: .json(.object([.init("staff", .name), .init("code", .name)])), answer: .json(opened),
        status: 201, keepsAnswer: false
      ) { call in
        let actor = try front.candidate(
          call.text("staff"), code: call.text("code"), exam: call["exam"], call: call)
        let token = front.token()
        let occasion = Occasion(try call.occasion.workspace, actor: actor, now: call.now)
        let expires = try SessionRecords(occasion).open(
          token: token, kind: .code, name: "code", scope: .sitting(exam: call["exam"]))
        return openedReply(token, expires, actor, front.cookie(token, isSecure: call.isSecure))
      },
      .get(
        "/session", "session.show", "Who is signed in, and every sign-in of the account", .signedIn,
        mode: .quickRead,
        answer: .object([
          .init("account", .text), .init("staff", .optional(.text)), .init("roles", .list(.text)),
          .init("sign_ins", .list(signInForm.schema)),
        ])
      ) { call in
        let occasion = try call.occasion
        return .object([
          ("account", .string(occasion.actor.account)), ("staff", .optional(occasion.actor.staff)),
          ("roles", roles(occasion.actor)),
          ("sign_ins", signInForm.json(try SessionRecords(occasion).list())),
        ])
      },
      Route(
        "DELETE", "/session", "session.close", "Sign out", .signedIn, .write,
        query: [.init("everywhere", .boolean, "also every other sign-in and token of the account")],
        answer: .nothing, status: 204
      ) { call in
        let records = SessionRecords(try call.occasion)
        if call.flag("everywhere") {
          _ = try records.closeAll()
        } else if let token = call.token {
          try records.close(token: token)
        }
        return Reply(content: .nothing, headers: [front.cookie(nil, isSecure: call.isSecure)])
      },
      .act(
        "DELETE", "/session/{id}", "session.end", "End one of the account's own sign-ins or tokens", .signedIn
      ) { call in try SessionRecords(try call.occasion).close(id: call["id"]) },
      Route(
        "POST", "/session/token", "session.token", "Make a token for a program", .signedIn, .write,
        body: .json(
          .object([
            .init("name", .name, note: "what the token is for"),
            .init(
              "scope", .string(.free, 1...200),
              note:
                "'read', 'write' or parts of it such as 'qa:read exam:write'; nouns as on the command line"),
            .init("days", .integer(1...366)),
          ])), answer: .json(opened), status: 201, keepsAnswer: false
      ) { call in
        guard let scope = Scope(call.text("scope")), case .parts = scope else {
          throw Refusal(
            .usage, "'\(call.text("scope"))' is no scope", "write 'read', 'write', or parts such as 'qa:read'"
          )
        }
        guard let signIn = call.signIn, signIn.kind == .password else {
          throw Refusal.notPermitted(
            try call.occasion.actor.account, "make a token with a token", [.administrator])
        }
        let token = front.token()
        let expires = try SessionRecords(try call.occasion).open(
          token: token, kind: .token, name: call.text("name"), scope: scope,
          seconds: (call.optionalNumber("days") ?? 1) * 86_400)
        return openedReply(token, expires, signIn.actor, nil)
      },
    ]
  }

  private static let opened = JSONSchema.object([
    .init("token", .text), .init("expires", .time), .init("staff", .optional(.text)),
    .init("roles", .list(.text)),
    .init("csrf", .text, note: "what a browser's page sends as X-CSRF-Token beside its cookie"),
  ])

  private static let signInForm = JSONForm<OpenSignIn>([
    .text("id") { $0.id }, .choice("kind") { $0.kind }, .text("name") { $0.name },
    .text("scope") { $0.scope },
    .text("opened") { $0.opened }, .text("expires") { $0.expires },
  ])

  private static func roles(_ actor: Actor) -> JSON {
    .array(actor.roles.map(\.rawValue).sorted().map(JSON.string))
  }

  private static func openedReply(
    _ token: String, _ expires: Instant, _ actor: Actor, _ cookie: (name: String, value: String)?
  ) -> Reply {
    let json = JSON.object([
      ("token", .string(token)), ("expires", .string(expires.description)), ("staff", .optional(actor.staff)),
      ("roles", roles(actor)), ("csrf", .string(FrontDesk.csrf(of: token))),
    ])
    return Reply(content: .json(json), headers: cookie.map { [$0] } ?? [])
  }
}
