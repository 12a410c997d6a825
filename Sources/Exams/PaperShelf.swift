/// The sittings that go on with their papers, kept from one answer to the next: neither changes once a paper was dealt.
///
/// Of a sitting that is only how it began; until when it goes on and who answers is read anew each time.
final class PaperShelf {
  struct Place {
    let sitting: Sitting
    let paper: [PaperItem]
  }

  /// So many are at hand; then the shelf begins anew.
  private static let most = 4_096

  private var places: [Int: Place] = [:]

  /// A sitting and its paper, read where they are not at hand.
  func place(of sitting: Int, read: () throws -> Place) rethrows -> Place {
    if let place = places[sitting] { return place }
    let place = try read()
    if places.count >= Self.most { places = [:] }
    places[sitting] = place
    return place
  }
}
