import Formats
import Glibc
import SQLite
import Service
import Terminal
import Workspace

/// Finds the verb that a command line asks for, runs it, and words what went wrong.
enum Shell {
  static func run(_ words: [String]) -> ExitCode {
    if words == ["--version"] {
      Screen.write("merit \(House.version)\n")
      return .done
    }
    do { return try dispatch(words) } catch {
      return explain(error, json: words.contains("--json"), path: path(in: words))
    }
  }

  private static func path(in words: [String]) -> String {
    if let index = words.firstIndex(of: "--db"), index + 1 < words.count { return words[index + 1] }
    return getenv("MERIT_DB").map { String(cString: $0) } ?? "merit.db"
  }

  /// `help cert award` and `cert help award` ask for the same as `cert award --help`.
  private static func askingForHelp(_ words: [String]) -> [String] {
    guard words.count > 1, let place = words.prefix(2).firstIndex(of: "help") else { return words }
    var asked = words
    asked.remove(at: place)
    asked.insert("--help", at: min(2, asked.prefix { !$0.hasPrefix("-") }.count))
    return asked
  }

  private static func dispatch(_ typed: [String]) throws -> ExitCode {
    let words = askingForHelp(typed)
    let isChinese = language(words).hasPrefix("zh")
    guard let noun = words.first, !["help", "--help", "-h"].contains(noun) else {
      Screen.write(overview(chinese: isChinese))
      return .done
    }
    if noun == "completions" { return try completions(words.dropFirst().first) }
    let verbs = Verb.all.filter { $0.noun == noun }
    guard !verbs.isEmpty else {
      let hint = nearest(to: noun, among: Set(Verb.all.map(\.noun)).sorted())
      throw Refusal(
        .usage, "'\(noun)' is not known", hint.map { "did you mean 'merit \($0)'?" } ?? "see: merit help")
    }
    if let lone = verbs.first(where: { $0.name.isEmpty }) {
      return try run(lone, Array(words.dropFirst()), isChinese)
    }
    guard let name = words.dropFirst().first, !name.hasPrefix("-") else {
      Screen.write(list(verbs, chinese: isChinese))
      return words.count > 1 ? .done : .usage
    }
    guard let verb = verbs.first(where: { $0.name == name }) else {
      let hint = nearest(to: name, among: verbs.map(\.name))
      throw Refusal(
        .usage, "'\(noun)' has no verb '\(name)'",
        hint.map { "did you mean 'merit \(noun) \($0)'?" }
          ?? "it has \(verbs.map(\.name).joined(separator: ", "))")
    }
    return try run(verb, Array(words.dropFirst(2)), isChinese)
  }

  private static func run(_ verb: Verb, _ words: [String], _ isChinese: Bool) throws -> ExitCode {
    let input = try Input(words, for: verb)
    if input.flag("--help") {
      Screen.write(verb.help(chinese: isChinese))
      return .done
    }
    return try verb.run(try Session(input), input)
  }

  private static func language(_ words: [String]) -> String {
    if let index = words.firstIndex(of: "--lang"), index + 1 < words.count { return words[index + 1] }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "en"
  }

  private static func overview(chinese: Bool) -> String {
    let head =
      chinese
      ? "Merit：培训、考试、质检、满意度到绩效与奖金\n\n"
      : "Merit: training, exams, call quality, satisfaction, and the pay that follows\n\n"
    let tail =
      chinese ? "\n任一命令后加 --help 查看用法。\n" : "\nAdd --help to any command for its options and an example.\n"
    return head + list(Verb.all, chinese: chinese) + tail
  }

  private static func list(_ verbs: [Verb], chinese: Bool) -> String {
    let names = verbs.map { [$0.noun, $0.name].filter { !$0.isEmpty }.joined(separator: " ") }
    let width = (names.map(\.count).max() ?? 0) + 2
    return zip(names, verbs).map { name, verb in
      Verb.line(
        "  merit \(name)\(String(repeating: " ", count: width - name.count))",
        verb.summary.text(chinese: chinese), indent: width + 8)
    }.joined()
  }

  private static func completions(_ shell: String?) throws -> ExitCode {
    guard let shell, ["bash", "zsh"].contains(shell) else {
      throw Refusal(.usage, "completions are made for bash and zsh", "write: merit completions bash")
    }
    var text = shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : ""
    text +=
      "_merit() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" words\n  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n"
    for verb in Verb.all {
      let options = (verb.options + Verb.everywhere).map(\.name).joined(separator: " ")
      text +=
        "    \"\(verb.noun) \(verb.name.isEmpty ? "\"*" : "\(verb.name)\"")) [[ $word == -* ]] && words=\"\(options)\" ;;\n"
    }
    text += "  esac\n  if [[ -z $words ]]; then\n    case $COMP_CWORD in\n"
    let nouns = Verb.all.map(\.noun).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    text += "      1) words=\"\(nouns.joined(separator: " "))\" ;;\n      2) case \"${COMP_WORDS[1]}\" in\n"
    for noun in nouns {
      let names = Verb.all.filter { $0.noun == noun && !$0.name.isEmpty }.map(\.name)
      if !names.isEmpty { text += "        \(noun)) words=\"\(names.joined(separator: " "))\" ;;\n" }
    }
    text += "      esac ;;\n    esac\n  fi\n"
    text +=
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n  [[ -z $words ]] && COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -F _merit merit\n"
    Screen.write(text)
    return .done
  }

  // MARK: What went wrong

  private static func explain(_ error: any Error, json: Bool, path: String) -> ExitCode {
    switch error {
    case let faults as Faults:
      if json { Screen.write(faults.json.text + "\n", toError: true) } else { show(faults) }
      return .badData
    case let refusal as Refusal where json:
      let fault = Fault(file: "", line: 0, column: 0, message: refusal.description)
      Screen.write(Faults([fault]).json.text + "\n", toError: true)
      return refusal.code
    case let refusal as Refusal:
      tell("merit: \(withoutControls(refusal.summary))\n  \(withoutControls(refusal.remedy))")
      return refusal.code
    case let limit as WorkbookLimit:
      return explain(Refusal(.cannotCreate, limit.summary, limit.remedy), json: json, path: path)
    case let error as InputError:
      let remedy = error.isMissing ? "check the name" : "check its rights"
      Screen.write("merit: '\(error.path)' cannot be read: \(error.reason)\n  \(remedy)\n", toError: true)
      return .noInput
    case let error as SQLiteError:
      let worded = Workspace.refusal(for: error, at: path)
      if let refusal = worded as? Refusal { return explain(refusal, json: json, path: path) }
      Screen.write(
        "merit: the database refused: \(error)\n  this is a fault of Merit's; please report it with the command\n",
        toError: true)
      return .software
    default:
      Screen.write(
        "merit: \(error)\n  this is a fault of Merit's; please report it with the command\n", toError: true)
      return .software
    }
  }

  /// Writes to standard error, broken between words where that is a terminal.
  private static func tell(_ text: String) {
    Screen.write((Screen.isErrorTerminal ? fitted(text, to: Screen.width) : text) + "\n", toError: true)
  }

  static func show(_ faults: Faults) {
    for fault in faults.list { tell(withoutControls("\(fault)")) }
    if faults.omitted > 0 { Screen.write("… and \(faults.omitted) more\n", toError: true) }
    let count = faults.list.count + faults.omitted
    Screen.write("merit: \(count) \(count == 1 ? "fault" : "faults"); nothing was written\n", toError: true)
  }
}
