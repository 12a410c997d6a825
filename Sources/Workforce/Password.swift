import CSystem
import Workspace

/// Passwords as yescrypt hashes, made and checked by the system's `crypt_r`.
///
/// One hash takes some 25 ms of a core on purpose: never do it where others wait.
package enum Password {
  package static let shortest = 10

  /// The hash of a password under a fresh random setting.
  package static func hash(_ password: String, random: [UInt8]) throws -> String {
    guard password.count >= shortest else { throw Refusal.weakPassword(password.count) }
    // The system's hashing would stop at a NUL, and whatever stands before it would be the password.
    guard !password.utf8.contains(0) else { throw Refusal.passwordWithNUL }
    var setting = [CChar](repeating: 0, count: 192)
    let failure = random.withUnsafeBytes { bytes in
      csystem_crypt_setting(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), &setting, 192)
    }
    guard failure == 0 else { throw Refusal.hashingFailed("error \(failure)") }
    return try crypt(password, setting: Self.text(setting))
  }

  /// Whether a password is the one behind a hash; takes as long for a wrong one.
  package static func matches(_ password: String, hash: String) -> Bool {
    guard let again = try? crypt(password, setting: hash) else { return false }
    return equal(again, hash)
  }

  /// A hash of nothing that anyone knows, so that an unknown account costs as much time as a known one.
  package static func decoy() throws -> String {
    try hash(SystemRandom.token(32), random: SystemRandom.bytes(16))
  }

  private static func crypt(_ password: String, setting: String) throws -> String {
    var out = [CChar](repeating: 0, count: 384)
    let failure = csystem_crypt(password, setting, &out, out.count)
    guard failure == 0 else { throw Refusal.hashingFailed("error \(failure)") }
    return text(out)
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Compares without stopping at the first difference.
  private static func equal(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
