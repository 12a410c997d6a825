/// The papers of sittings that go on, kept from one answer to the next: a paper never changes once it was dealt.
final class PaperShelf {
  /// So many are at hand; then the shelf begins anew.
  private static let most = 4_096

  private var papers: [Int: [PaperItem]] = [:]

  /// The paper of a sitting, read where it is not at hand.
  func paper(of sitting: Int, read: () throws -> [PaperItem]) rethrows -> [PaperItem] {
    if let paper = papers[sitting] { return paper }
    let paper = try read()
    if papers.count >= Self.most { papers = [:] }
    papers[sitting] = paper
    return paper
  }
}
