import Workspace

/// What a demo person is like: standard scores around 0 that drive every file, so that the files hang together as a
/// workforce's do: weak communicators get lower satisfaction, training helps a little.
struct Traits {
  let communication: Double
  let knowledge: Double
  let diligence: Double
  /// The share of lessons attended.
  let attendance: Double

  init(seed: UInt64, person: String) {
    var dice = Dice(seed: seed, "traits", person)
    diligence = dice.normal()
    attendance = min(1, max(0.4, 0.9 + 0.06 * diligence))
    communication = dice.normal() + 0.15 * (attendance - 0.9) * 10
    knowledge = 0.3 * diligence + 0.95 * dice.normal() + 0.15 * (attendance - 0.9) * 10
  }
}

/// Chance in the shapes that the demo needs.
struct Dice {
  private var generator: SeededGenerator

  init(seed: UInt64, _ purpose: String, _ subject: String) {
    generator = SeededGenerator(seed: seed, "demo", purpose, subject)
  }

  mutating func below(_ bound: Int) -> Int { generator.below(bound) }

  /// From 0 up to but not including 1.
  mutating func uniform() -> Double { Double(generator.below(1 << 30)) / Double(1 << 30) }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Nearly normal with mean 0 and standard deviation 1: the sum of twelve uniform numbers, less six.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

  mutating func pick<T>(_ list: [T]) -> T { list[generator.below(list.count)] }
}
