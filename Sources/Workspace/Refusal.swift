/// Why something was not done, worded for the person who must act.
package struct Refusal: Error, Hashable, CustomStringConvertible {
  package let code: ExitCode
  /// What happened, to which thing; lower case, no full stop.
  package let summary: String
  /// What to do about it.
  package let remedy: String

  package init(_ code: ExitCode, _ summary: String, _ remedy: String) {
    self.code = code
    self.summary = summary
    self.remedy = remedy
  }

  package var description: String { "\(summary); \(remedy)" }
}

extension Refusal {
  static func unknownZone(_ name: String) -> Refusal {
    Refusal(
      .badData, "time zone '\(name)' is not known to this system",
      "use an IANA name such as Asia/Shanghai, and install the package tzdata")
  }

  static func workspaceMissing(_ path: String) -> Refusal {
    Refusal(
      .noInput, "there is no workspace at '\(path)'", "make one with: merit init, or name it with --db FILE")
  }

  static func workspaceExists(_ path: String) -> Refusal {
    Refusal(.cannotCreate, "a workspace is already at '\(path)'", "go on with it, or choose another folder")
  }

  static func notAWorkspace(_ path: String) -> Refusal {
    Refusal(
      .badData, "'\(path)' is not a Merit workspace",
      "name the right file with --db FILE, or restore a backup")
  }

  static func newerWorkspace(_ path: String, _ unknown: [String]) -> Refusal {
    Refusal(
      .newerKind,
      "the workspace '\(path)' was written by a newer Merit (it has \(unknown.joined(separator: ", ")))",
      "install that version or a later one")
  }

  static func olderWorkspace(_ path: String) -> Refusal {
    Refusal(
      .notPermitted, "the workspace '\(path)' was written by an older Merit, and may not be written to",
      "run any command on it once as somebody who may, such as: merit check")
  }

  static func readOnlyWorkspace(_ path: String) -> Refusal {
    Refusal(
      .notPermitted, "the workspace '\(path)' may be read but not written by you",
      "run Merit as the account that owns the file, or give that account the right to write it and its folder"
    )
  }

  static func busyWorkspace(_ path: String) -> Refusal {
    Refusal(.tryAgain, "the workspace '\(path)' is locked by another process", "try again in a moment")
  }

  static func cannotCreate(_ path: String, _ reason: String) -> Refusal {
    Refusal(
      .cannotCreate, "'\(path)' cannot be written: \(reason)",
      "choose another place, or mend the folder's rights")
  }

  package static func notPermitted(_ actor: String, _ deed: String, _ roles: [Role]) -> Refusal {
    Refusal(
      .notPermitted, "account '\(actor)' may not \(deed)",
      "use an account with the role \(roles.map(\.rawValue).joined(separator: " or ")); an administrator grants it with: merit account role ACCOUNT ROLE"
    )
  }

  static func unknownScheme(_ kind: String, _ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no \(kind) scheme '\(id)'",
      "see: merit scheme list; load it with: merit scheme load FILE")
  }

  static func noSchemeInForce(_ kind: String, _ id: String, _ day: String) -> Refusal {
    Refusal(
      .noInput, "no version of the \(kind) scheme '\(id)' is in force on \(day)",
      "load one whose 'from' is not later: merit scheme load FILE")
  }

  package static func badQuarter(_ text: String) -> Refusal {
    Refusal(.usage, "'\(text)' is not a quarter", "write it as 2026Q3")
  }

  static func batchCollides(_ subject: String) -> Refusal {
    Refusal(
      .tryAgain, "while '\(subject)' was being written, another import brought some of the same rows",
      "nothing of this file was kept; run the import again")
  }

  package static func badName(_ name: String) -> Refusal {
    Refusal(.usage, "'\(name)' is no name", "use letters, digits, '.', '_' and '-', 64 at most")
  }
}

/// Whether a name can be typed, printed and put into a file's name without a question.
package func isPlainName(_ name: String) -> Bool {
  !name.isEmpty && name.count <= 64
    && name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "." || $0 == "_" || $0 == "-"
    }
}
