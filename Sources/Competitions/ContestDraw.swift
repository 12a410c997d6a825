import Workspace

/// The order in which entrants appear in a stage, and the heats they are in, drawn by lot from a seed.
package struct ContestDraw: Hashable, Sendable {
  package struct Place: Hashable, Sendable {
    /// From 1.
    package let number: Int
    /// From 1; everybody is in heat 1 where the stage has none.
    package let heat: Int
    package let entrant: String
  }

  package let places: [Place]

  /// The same entrants and seed give the same draw, in whatever order they are listed.
  ///
  /// Heats are as equal as can be: seven entrants in heats of three are 3, 2, 2.
  package init(_ entrants: [String], contest: String, stage: ContestStage, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, "draw", contest, stage.id)
    let order = generator.shuffled(entrants.sorted())
    let heats = stage.heatSize.map { (order.count + $0 - 1) / $0 } ?? 1
    var places: [Place] = []
    let (least, larger) = heats == 0 ? (0, 0) : (order.count / heats, order.count % heats)
    for heat in 0..<heats {
      for _ in 0..<(least + (heat < larger ? 1 : 0)) {
        places.append(Place(number: places.count + 1, heat: heat + 1, entrant: order[places.count]))
      }
    }
    self.places = places
  }
}

/// Which entrants compete with one another: the heats of a stage, or groups that hold throughout.
package struct ContestGroups: Sendable {
  private let heats: [String: [String: String]]
  private let fixed: [String: String]

  /// - Parameters:
  ///   - heats: by stage, the heat of each entrant.
  ///   - fixed: the group of each entrant in stages that have no heats.
  package init(heats: [String: [String: String]] = [:], fixed: [String: String] = [:]) {
    self.heats = heats
    self.fixed = fixed
  }

  /// The group; everybody without one is in the same.
  package func group(of entrant: String, in stage: String) -> String {
    (heats[stage] ?? fixed)[entrant] ?? ""
  }
}
