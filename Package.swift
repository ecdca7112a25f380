// swift-tools-version: 6.2
import PackageDescription

// The arrows of ARCHITECTURE.md are the dependency lists below: a module can import only what is
// written beside it, and the build is told to refuse anything else.

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
  name: "capataz",
  products: [
    .executable(name: "capataz", targets: ["capataz"]),
    .executable(name: "capataz-sandbox", targets: ["capataz-sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // C libraries of the system.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    // Calls of the kernel that Swift cannot make by itself; headers only.
    .systemLibrary(name: "CLinux"),

    // The pure core.
    .target(name: "JSON"),
    .target(name: "CalendarTime"),
    .target(name: "YAML", dependencies: ["CYAML"]),
    .target(name: "Patterns", dependencies: ["CPCRE2"]),
    .target(name: "Rules", dependencies: ["CalendarTime", "Patterns"]),
    .target(name: "RuleFiles", dependencies: ["YAML", "Rules", "JSON", "CalendarTime", "Patterns"]),
    .target(name: "Pacing"),
    .target(name: "GeoTareas", dependencies: ["JSON", "CalendarTime"]),
    // What engine and journal share.
    .target(name: "Records", dependencies: ["GeoTareas", "JSON", "Pacing"]),
    .target(name: "Engine", dependencies: ["Records", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime"]),

    // Places to fail at on request, in debug builds; empty in release.
    .target(name: "Failpoints"),

    // The shell.
    // The machine: clocks, memory, what the system says of errors.
    .target(name: "Platform", dependencies: ["Pacing", "CLinux"]),
    .target(name: "HTTP", dependencies: ["CCurl", "CLinux", "GeoTareas", "Failpoints"]),
    .target(
      name: "Journal",
      dependencies: ["Records", "Pacing", "GeoTareas", "JSON", "Platform", "Failpoints", grdb, sqlite]),
    // What the program says: events, their texts, the forms of the log.
    .target(
      name: "Log",
      dependencies: ["Records", "Pacing", "GeoTareas", "JSON", "CalendarTime", "YAML", "Platform", logging]),
    // One tenant at work: its effects carried out.
    .target(
      name: "TenantRuntime",
      dependencies: [
        "Log", "Journal", "RuleFiles", "Rules", "HTTP", "Engine", "Records", "Pacing", "GeoTareas", "JSON",
        "CalendarTime", "Platform",
        "Failpoints", logging,
      ]),
    // Behind the commands that only look.
    .target(
      name: "Inspection",
      dependencies: [
        "TenantRuntime", "Log", "Journal", "RuleFiles", "Rules", "HTTP", "Engine", "Records", "Pacing", "GeoTareas",
        "JSON", "CalendarTime",
        "YAML", "Platform", logging, mustache,
      ]),
    // All tenants: supervised, reloaded, stopped.
    .target(
      name: "Daemon",
      dependencies: [
        "TenantRuntime", "Log", "Journal", "RuleFiles", "Rules", "HTTP", "Engine", "Records", "Pacing", "GeoTareas",
        "JSON", "CalendarTime",
        "YAML", "Platform", "Failpoints", logging, unixSignals,
      ]),
    // Beside the daemon: tells people of what the log says.
    .target(
      name: "Notify",
      dependencies: [
        "TenantRuntime", "Log", "RuleFiles", "HTTP", "Records", "Pacing", "GeoTareas", "JSON", "CalendarTime",
        "Platform", unixSignals,
      ]),
    .target(name: "Sandbox", dependencies: ["GeoTareas", flyingFox, flyingSocks]),

    // The programs.
    .executableTarget(
      name: "capataz",
      dependencies: [
        "Inspection", "Daemon", "Notify", "TenantRuntime", "Log", "Engine", "Records", "Journal", "RuleFiles", "Rules",
        "HTTP", "Pacing", "GeoTareas", "JSON", "CalendarTime", "YAML", "Platform", logging, argumentParser,
      ]),
    .executableTarget(name: "capataz-sandbox", dependencies: ["Sandbox", argumentParser]),

    // What has to be fast, measured: `make bench`.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Engine", "Records", "Journal", "RuleFiles", "Rules", "Patterns", "Pacing", "PacingSimulation", "Simulation",
        "GeoTareas", "JSON", "CalendarTime", "YAML",
      ],
      path: "Benchmarks"),

    // The doors for untrusted bytes, tried by a fuzzer: `make fuzz`; and by the tests with what it found.
    .target(
      name: "Fuzzing",
      dependencies: [
        "Log", "Platform", "TenantRuntime", "Engine", "Records", "HTTP", "RuleFiles", "Rules", "Patterns", "GeoTareas",
        "JSON", "CalendarTime", "YAML", logging,
      ],
      path: "Fuzz/Targets"),

    .testTarget(name: "FuzzTests", dependencies: ["Fuzzing"]),
    // The engine in a world made from a seed, for tests and for long runs: `make simulate`.
    .target(
      name: "Simulation",
      dependencies: ["Log", "Engine", "Records", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime"],
      path: "Tests/Simulation"),
    .executableTarget(
      name: "capataz-simulate", dependencies: ["Simulation", argumentParser], path: "Tests/SimulationProgram"),

    // A limiter against servers that count in several ways, and simpler clients beside it: for tests and `make bench`.
    .target(name: "PacingSimulation", dependencies: ["Pacing"], path: "Tests/PacingSimulation"),

    // What tests need of the machine, and who is told where it is missing.
    .target(name: "Needs", path: "Tests/Needs"),

    // One test target a module, and one for the rule language from its files to the engine's writes.
    .testTarget(name: "CalendarTimeTests", dependencies: ["CalendarTime"]),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
    .testTarget(name: "PatternsTests", dependencies: ["Patterns", "Needs"]),
    .testTarget(name: "RulesTests", dependencies: ["Rules", "CalendarTime", "Patterns"]),
    .testTarget(
      name: "RuleFilesTests", dependencies: ["RuleFiles", "Rules", "CalendarTime", "Patterns", "YAML", "Needs"],
      exclude: ["Fixtures"]),
    .testTarget(name: "PacingTests", dependencies: ["Pacing", "PacingSimulation"]),
    .testTarget(name: "GeoTareasTests", dependencies: ["GeoTareas", "JSON", "Needs"]),
    .testTarget(
      name: "EngineTests",
      dependencies: ["Simulation", "Log", "Engine", "Records", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime"]),
    .testTarget(
      name: "ContractTests",
      dependencies: [
        "Simulation", "Log", "Engine", "Records", "RuleFiles", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime",
        "YAML",
      ]),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "GeoTareas", "Needs", flyingFox, flyingSocks]),
    .testTarget(
      name: "JournalTests",
      dependencies: ["Journal", "Records", "Pacing", "GeoTareas", "JSON", "FaultyDisk", "Needs", grdb]),
    .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "GeoTareas"]),
    // What the tests of log, tenants, commands and daemon share.
    .target(
      name: "Support",
      dependencies: [
        "Daemon", "Inspection", "TenantRuntime", "Log", "Platform", "Engine", "Records", "Journal", "Sandbox",
        "RuleFiles", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime", "HTTP", logging,
      ],
      path: "Tests/Support"),
    .testTarget(
      name: "LogTests",
      dependencies: [
        "Support", "Needs", "Log", "Daemon", "TenantRuntime", "Platform", "Engine", "Records", "Journal", "RuleFiles",
        "Rules",
        "Pacing", "GeoTareas", "JSON", "CalendarTime", "Simulation", "Fuzzing", logging,
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "TenantRuntimeTests",
      dependencies: [
        "Support", "Needs", "TenantRuntime", "Log", "Daemon", "Platform", "Engine", "Records", "Journal", "Sandbox",
        "RuleFiles",
        "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime", "HTTP", logging,
      ]),
    .testTarget(
      name: "InspectionTests",
      dependencies: [
        "Support", "Needs", "Inspection", "TenantRuntime", "Log", "Daemon", "Platform", "Engine", "Records", "Journal",
        "Sandbox", "Simulation", "RuleFiles", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime", "HTTP",
        "YAML", logging,
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "Support", "Needs", "Daemon", "TenantRuntime", "Log", "Platform", "Engine", "Records", "Journal", "Sandbox",
        "RuleFiles", "Rules", "Pacing", "GeoTareas", "JSON", "CalendarTime", "HTTP", logging,
      ]),
    .testTarget(
      name: "NotifyTests",
      dependencies: [
        "Support", "Needs", "Notify", "TenantRuntime", "Log", "RuleFiles", "Records", "Pacing", "GeoTareas", "JSON",
        "CalendarTime", "Platform", logging,
      ]),
    // A disk that loses, fails and fills up, for the journal's tests.
    .target(name: "FaultyDisk", path: "Tests/FaultyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["capataz", "capataz-sandbox", "Daemon", "TenantRuntime", "Platform", "Failpoints", "Needs"],
      exclude: ["Golden"]),
  ]
)

// A library that a fuzzer can be linked to; only `make fuzz` asks for it.
if Context.environment["CAPATAZ_FUZZ"] != nil {
  package.products.append(.library(name: "CapatazFuzzing", type: .static, targets: ["Fuzzing"]))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
    .treatAllWarnings(as: .error),  // SE-0480
    .define("FAILPOINTS", .when(configuration: .debug)),
  ]
}
