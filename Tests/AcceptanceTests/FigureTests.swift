import Foundation
import Testing

/// Figures against those of Tests/Figures, which other programs computed; SOURCES.md beside them says which.
@Suite struct FigureTests {
  static let folder = Desk.root.appendingPathComponent("Tests/Figures")

  struct Case: CustomTestStringConvertible, Sendable {
    let words: [String]
    let expected: String
    var testDescription: String { expected }
  }

  static let cases: [Case] = {
    let text = (try? String(contentsOf: folder.appendingPathComponent("cases.txt"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let sides = line.components(separatedBy: " => ")
      return sides.count == 2
        ? Case(words: sides[0].components(separatedBy: " "), expected: sides[1]) : nil
    }
  }()

  @Test func `there are cases of every kind`() {
    #expect(Set(Self.cases.map { $0.words[0] }).count == 8)
    #expect(Self.cases.count == 65)
  }

  @Test(arguments: cases) func `analyse agrees with other programs`(_ example: Case) throws {
    let desk = try Desk()
    let words = example.words.map { word in
      word.contains("/") ? Self.folder.appendingPathComponent(word).path : word
    }
    let answer = try desk.run("merit", ["analyse"] + words + ["--json"])
    #expect(answer.code == 0, "\(answer.errors)")
    let ours = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    let theirs = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Self.folder.appendingPathComponent(example.expected)))
    #expect(Self.differences(ours, theirs, at: "") == [])
  }

  /// Where two documents differ: numbers by more than 1e-9, small p-values by more than 1e-6 of themselves.
  static func differences(_ ours: Any, _ theirs: Any, at path: String) -> [String] {
    if let ours = ours as? [String: Any], let theirs = theirs as? [String: Any] {
      guard Set(ours.keys) == Set(theirs.keys) else { return ["\(path): keys \(ours.keys.sorted())"] }
      return theirs.keys.sorted().flatMap { key in
        differences(ours[key] as Any, theirs[key] as Any, at: "\(path)/\(key)")
      }
    }
    if let ours = ours as? [Any], let theirs = theirs as? [Any] {
      guard ours.count == theirs.count else { return ["\(path): \(ours.count) for \(theirs.count)"] }
      return zip(ours, theirs).enumerated().flatMap {
        differences($0.element.0, $0.element.1, at: "\(path)[\($0.offset)]")
      }
    }
    if let a = ours as? NSNumber, let b = theirs as? NSNumber, !(ours is Bool), !(theirs is Bool) {
      let (a, b) = (a.doubleValue, b.doubleValue)
      let isP = path.hasSuffix("/p")
      let scale = isP ? abs(b) : max(abs(b), 1e-3)
      let tolerance = isP && b < 1e-12 ? 1e-6 : path.contains("offset") ? 1e-7 : 1e-9
      return abs(a - b) <= max(tolerance * scale, 1e-300) ? [] : ["\(path): \(a) for \(b)"]
    }
    return "\(ours)" == "\(theirs)" ? [] : ["\(path): \(ours) for \(theirs)"]
  }
}
