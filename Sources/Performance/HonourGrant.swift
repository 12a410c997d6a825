import Formats
import Workspace

/// An honour as it was granted.
package struct HonourGrant: Sendable {
  package let id: Int
  package let scheme: String
  package let version: Int
  package let honour: String
  package let quarter: Quarter
  package let staff: String
  package let name: String
  package let rank: Int
  /// What it was granted for.
  package private(set) var ground: Words
  /// The account that granted it.
  package let by: String
  /// Why it was taken back; `nil` while it stands.
  package let revoked: String?

  /// The same for whoever may not see what it was granted for.
  var withoutGround: HonourGrant {
    var grant = self
    grant.ground = Words(en: "–", zh: "–")
    return grant
  }
}
