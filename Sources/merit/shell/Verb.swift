import Formats
import Terminal
import Workspace

/// What somebody can ask of Merit: `merit NOUN NAME ARGUMENT… --option VALUE`.
struct Verb: Sendable {
  /// An option; with a value where it names one.
  struct Option: Sendable {
    let name: String
    let value: String?
    let help: Words

    init(_ name: String, _ value: String? = nil, en: String, zh: String) {
      self.name = name
      self.value = value
      help = Words(en: en, zh: zh)
    }
  }

  let noun: String
  /// Empty for a noun that is its own verb, such as `init`.
  let name: String
  /// In order; `?` at the end of one that may be left out, `…` of one that may be repeated.
  let arguments: [String]
  let options: [Option]
  /// The names of options without which the verb refuses.
  let needs: Set<String>
  let summary: Words
  let example: String
  let run: @Sendable (Session, Input) throws -> ExitCode

  init(
    _ noun: String, _ name: String = "", arguments: [String] = [], options: [Option] = [],
    needs: Set<String> = [], en: String, zh: String, example: String,
    run: @escaping @Sendable (Session, Input) throws -> ExitCode
  ) {
    self.noun = noun
    self.name = name
    self.arguments = arguments
    self.options = options
    self.needs = needs
    summary = Words(en: en, zh: zh)
    self.example = example
    self.run = run
  }

  /// `merit qa sample CALLS --per-agent K`.
  var usage: String {
    (["merit", noun, name].filter { !$0.isEmpty }
      + arguments.map { $0.hasSuffix("?") ? "[\($0.dropLast())]" : $0 }
      + options.map { option in
        let text = "\(option.name)\(option.value.map { " \($0)" } ?? "")"
        return needs.contains(option.name) ? text : "[\(text)]"
      }).joined(separator: " ")
  }

  /// The help screen, no wider than the terminal.
  func help(chinese: Bool) -> String {
    var text = wrapped(summary.text(chinese: chinese), to: Self.helpWidth).joined(separator: "\n") + "\n\n"
    text += Self.line("  ", usage, indent: 6)
    let all = options + Verb.everywhere
    let width = all.map { "\($0.name) \($0.value ?? "")".count }.max() ?? 0
    text += "\n"
    for option in all {
      let name = "\(option.name) \(option.value ?? "")"
      let blanks = String(repeating: " ", count: width - name.count + 2)
      text += Self.line("  \(name)\(blanks)", option.help.text(chinese: chinese), indent: width + 4)
    }
    return text + "\n\(chinese ? "例" : "Example"):\n  \(example)\n"
  }

  private static var helpWidth: Int { min(Screen.width, 100) }

  /// A text after what stands before it, further lines of it indented.
  static func line(_ before: String, _ text: String, indent: Int) -> String {
    let width = max(20, helpWidth - max(indent, before.count))
    let blanks = String(repeating: " ", count: indent)
    return wrapped(text, to: width).enumerated().map { ($0 == 0 ? before : blanks) + $1 + "\n" }.joined()
  }

  /// Options that every verb takes.
  static let everywhere = [
    Option(
      "--db", "FILE", en: "the workspace; else $MERIT_DB, else ./merit.db",
      zh: "工作区文件，默认 $MERIT_DB 或 ./merit.db"),
    Option("--json", en: "print JSON for programs", zh: "输出 JSON"),
    Option("--lang", "en|zh-Hans", en: "the language; else from LANG", zh: "语言，默认取自 LANG"),
    Option("--as", "ACCOUNT", en: "act as this account; else the system's user", zh: "以该账号操作，默认为系统用户"),
    Option("--quiet", en: "no notices", zh: "不显示提示"),
    Option("--help", en: "this text", zh: "显示本说明"),
  ]

  static let dryRun = Option("--dry-run", en: "read and check, write nothing", zh: "只检查，不写入")
  static let correct = Option(
    "--correct", en: "let rows that differ replace what is there", zh: "允许用新内容更正已有行")
  static let reason = Option("--reason", "TEXT", en: "why, with --correct", zh: "更正原因，与 --correct 同用")
  static let yes = Option("--yes", en: "do not ask", zh: "不再询问")
  static let intake = [dryRun, correct, reason]
}
