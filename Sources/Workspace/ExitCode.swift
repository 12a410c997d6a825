/// How a command ends, in the system's own numbers (`sysexits.h`).
package enum ExitCode: Int32, Sendable {
  case done = 0
  /// The answer is no: a check found faults, a certificate is unknown.
  case no = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case software = 70
  case cannotCreate = 73
  case inputOutput = 74
  case tryAgain = 75
  case notPermitted = 77
  case newerKind = 78
}
