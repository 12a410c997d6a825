import Formats
import Workspace

/// The words of a command line, sorted into arguments and options of a verb.
struct Input: Sendable {
  let arguments: [String]
  private let values: [String: String]

  /// Sorts words; refuses an unknown option with the nearest known one, a missing value, too many or too few arguments.
  init(_ words: [String], for verb: Verb) throws {
    let options = Dictionary((verb.options + Verb.everywhere).map { ($0.name, $0) }) { first, _ in first }
    var arguments: [String] = []
    var values: [String: String] = [:]
    var rest = words[...]
    var onlyArguments = false
    while let word = rest.popFirst() {
      if word == "--", !onlyArguments {
        onlyArguments = true
      } else if word.hasPrefix("--"), !onlyArguments {
        let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
          .map(String.init)
        guard let option = options[sides[0]] else {
          throw Refusal.unknownOption(sides[0], verb, nearest(to: sides[0], among: options.keys.sorted()))
        }
        if option.value == nil {
          values[option.name] = ""
        } else if sides.count == 2 {
          values[option.name] = sides[1]
        } else if let value = rest.popFirst() {
          values[option.name] = value
        } else {
          throw Refusal(
            .usage, "option \(option.name) has no value", "write \(option.name) \(option.value ?? "")")
        }
      } else {
        arguments.append(word)
      }
    }
    self.arguments = arguments
    self.values = values
    if flag("--help") { return }
    let least = verb.arguments.count { !$0.hasSuffix("?") }
    let repeats = verb.arguments.last?.contains("…") ?? false
    guard arguments.count >= least else {
      throw Refusal(.usage, "'\(verb.arguments[arguments.count])' is missing", "write \(verb.usage)")
    }
    guard repeats || arguments.count <= verb.arguments.count else {
      throw Refusal(
        .usage, "'\(arguments[verb.arguments.count])' is one argument too many", "write \(verb.usage)")
    }
  }

  func flag(_ name: String) -> Bool { values[name] != nil }

  func value(_ name: String) -> String? { values[name] }

  func required(_ name: String) throws -> String {
    if let value = values[name] { return value }
    throw Refusal(.usage, "option \(name) is missing", "add it; see the verb's --help")
  }

  /// The argument at a place, which the verb says must be there.
  func argument(_ place: Int) -> String { place < arguments.count ? arguments[place] : "" }

  func optionalArgument(_ place: Int) -> String? { place < arguments.count ? arguments[place] : nil }

  func quarter(_ text: String) throws -> Quarter {
    guard let quarter = Quarter(text) else { throw Refusal.badQuarter(text) }
    return quarter
  }

  func day(_ name: String) throws -> CalendarDay? {
    guard let text = values[name] else { return nil }
    guard let day = CalendarDay(text) else {
      throw Refusal(.usage, "'\(text)' is not a date", "write it as 2026-07-01")
    }
    return day
  }

  func requiredDay(_ name: String) throws -> CalendarDay {
    guard let day = try day(name) else {
      throw Refusal(.usage, "option \(name) is missing", "add it as 2026-07-01")
    }
    return day
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal(
        .usage, "'\(text)' is no value for \(name)",
        "write a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A time in the workspace's zone, unless it says another.
  func time(_ name: String, _ zone: Zone) throws -> Instant? {
    guard let text = values[name] else { return nil }
    guard let time = CivilTime(text) else {
      throw Refusal(.usage, "'\(text)' is no time for \(name)", "write it as 2026-08-20T09:00")
    }
    return zone.instant(of: time)
  }

  /// The number of a sitting at a place of the arguments.
  func sitting(_ place: Int) throws -> Int {
    guard let number = Int(argument(place)), number > 0 else {
      throw Refusal(
        .usage, "'\(argument(place))' is no sitting", "write its number as merit exam results shows it")
    }
    return number
  }

  /// A seed of 64 bits.
  func seed(_ name: String = "--seed") throws -> UInt64? {
    guard let text = values[name] else { return nil }
    guard let number = UInt64(text) else {
      throw Refusal(.usage, "'\(text)' is no seed", "write a whole number from 0 to 18446744073709551615")
    }
    return number
  }

  /// An amount in yuan.
  func money(_ name: String) throws -> Money? {
    guard let text = values[name] else { return nil }
    guard let amount = Money(yuan: text) else {
      throw Refusal(
        .usage, "'\(text)' is no amount", "write yuan with at most two decimals, such as 500000.00")
    }
    return amount
  }

  /// How an import is to go.
  func intake() throws -> IntakeOptions {
    let reason = values["--reason"]
    if flag("--correct"), reason?.isEmpty ?? true {
      throw Refusal(
        .usage, "--correct needs a reason", "add --reason TEXT: it is kept with every corrected row")
    }
    if reason != nil, !flag("--correct") {
      throw Refusal(.usage, "--reason goes with --correct", "add --correct, or drop it")
    }
    return IntakeOptions(dryRun: flag("--dry-run"), correction: flag("--correct") ? reason : nil)
  }
}

extension Refusal {
  static func unknownOption(_ name: String, _ verb: Verb, _ hint: String?) -> Refusal {
    Refusal(
      .usage,
      "option \(name) is not known to 'merit \(verb.noun)\(verb.name.isEmpty ? "" : " \(verb.name)")'",
      hint.map { "did you mean \($0)?" }
        ?? "see: merit \(verb.noun)\(verb.name.isEmpty ? "" : " \(verb.name)") --help")
  }
}
