// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor: a target depends on floors below it, never on its own or a higher one.
// `scripts/check-house` holds this file and every import line to that rule.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let floor1: [Target.Dependency] = ["Formats"]
let floor3: [Target.Dependency] = ["SQLite", "Formats", "Workspace", "Workforce"]
let departments: [Target.Dependency] =
  floor3 + ["Statistics", "Training", "Exams", "Quality", "Satisfaction"]
let house: [Target.Dependency] =
  departments + ["Certification", "Competitions", "Performance", "Improvement"]

func room(
  _ name: String, on dependencies: [Target.Dependency], embedding folder: String? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: folder.map { [.embedInCode($0)] },
    swiftSettings: strict)
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "merit",
  products: [.executable(name: "merit", targets: ["merit"])],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CSQLite"),
    .target(
      name: "CSystem", linkerSettings: [.linkedLibrary("crypt"), .linkedLibrary("z"), .linkedLibrary("dl")]),

    room("SQLite", on: ["CSQLite"]),
    room("Formats", on: ["CSystem"]),
    room("Statistics", on: []),
    room("HTTP", on: ["CSystem"]),
    room("Terminal", on: ["CSystem"]),

    room("Workspace", on: ["CSystem", "SQLite"] + floor1),
    room("Workforce", on: ["CSystem", "SQLite", "Workspace"] + floor1),

    room("Training", on: floor3, embedding: "Defaults"),
    room("Exams", on: floor3 + ["Statistics"], embedding: "Defaults"),
    room("Quality", on: floor3 + ["Statistics"], embedding: "Defaults"),
    room("Satisfaction", on: floor3 + ["Statistics"], embedding: "Defaults"),

    room("Certification", on: departments, embedding: "Defaults"),
    room("Competitions", on: departments, embedding: "Defaults"),

    room("Performance", on: departments + ["Certification", "Competitions"], embedding: "Defaults"),

    room("Improvement", on: departments + ["Certification", "Competitions"], embedding: "Defaults"),

    room("Service", on: ["HTTP"] + house, embedding: "Assets"),
    .executableTarget(
      name: "merit", dependencies: ["CSystem", "Service", "Terminal"] + house, swiftSettings: strict),
    .executableTarget(
      name: "merit-demo", dependencies: ["Formats", "Workspace"], swiftSettings: strict),

    tests("SQLite", of: ["SQLite"]),
    tests("Formats", of: ["Formats"]),
    tests("Statistics", of: ["Statistics"]),
    tests("Terminal", of: ["Terminal"]),
    tests("HTTP", of: ["HTTP"]),
    tests("Workspace", of: ["SQLite", "Formats", "Workspace"]),
    tests("Workforce", of: floor3),
    tests("Training", of: floor3 + ["Training"]),
    tests("Exams", of: floor3 + ["Statistics", "Exams"]),
    tests("Quality", of: floor3 + ["Statistics", "Quality"]),
    tests("Satisfaction", of: floor3 + ["Statistics", "Satisfaction"]),
    tests("Certification", of: departments + ["Certification"]),
    tests("Competitions", of: floor3 + ["Competitions"]),
    tests("Performance", of: ["Service"] + house),
    tests("Improvement", of: house),
    tests("Service", of: ["HTTP", "Service"] + house),
    tests("Acceptance", of: house + ["merit", "merit-demo"]),
  ]
)
