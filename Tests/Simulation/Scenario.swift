import Engine
import Foundation
import GeoTareas
import Pacing
import Rules

/// What a seed decides once: the tenant, its rules, and how rough the time will be.
struct Scenario: Sendable {
  /// An open task of this step is the stop button.
  static let stopStep = "Stop"

  let seed: UInt64
  let settings: Settings
  let rules: RuleSet
  /// The same rules, some of them edited.
  let editedRules: RuleSet
  /// How long things go wrong.
  let faultsUntil: Duration
  let end: Duration
  /// The wall clock at the beginning.
  let wallStart: Date
  let jumpsClock: Bool
  let writeFaults: Double
  let readFaults: Double
  /// Between troubles of the server or the line.
  let troubleEvery: ClosedRange<Int>
  /// Between births of tasks, in seconds.
  let birthEvery: ClosedRange<Int>
  let peopleEvery: ClosedRange<Int>
  let choresEvery: ClosedRange<Int>
  let operatorsEvery: ClosedRange<Int>
  let pageCap: Int
  let conflictStatus: Int
  /// Whether the server counts both reads in one window, and both writes.
  let sharesReads: Bool
  let sharesWrites: Bool
  let marksCached: Bool

  var isDry: Bool { settings.mode == .dry }

  /// - Parameter length: how long things go wrong; then comes a time in which all must come to rest.
  init(seed: UInt64, length: Duration) {
    self.seed = seed
    var random = SplitMix(seed: seed &* 0x2545_F491_4F6C_DD1D)
    let zone = TimeZone(secondsFromGMT: -5 * 3_600) ?? .gmt
    faultsUntil = length
    wallStart = Date(timeIntervalSince1970: 1_773_000_000 + Double(random.below(86_400)))
    // Every other seed has limits so low that they are often reached.
    var limits = Settings.documentedLimits
    if random.chance(0.5) {
      for (endpoint, requests) in [Endpoint.list: 5, .detail: 8, .complete: 3, .reassign: 3] {
        limits[endpoint]?.requests = requests
      }
    }
    sharesReads = random.chance(0.3)
    sharesWrites = random.chance(0.3)
    marksCached = random.chance(0.5)
    if sharesReads { limits[.list] = limits[.detail] }
    let isDry = seed % 20 == 19
    let isShort = length < .seconds(6 * 3_600)
    // Most look seldom: what goes wrong then lies in between, not in the thousandth look at the same.
    let pollEvery = isShort ? random.one(of: [15, 60, 120, 120]) : Self.pollPeriod(random.below(400))
    end = length + .seconds(max(5_400, 15 * pollEvery))
    settings = Settings(
      tenant: "acme", zone: zone, pollsOverdue: random.chance(0.25),
      pollEvery: .seconds(pollEvery), limits: limits, reads: Self.bond(&random, isShared: sharesReads),
      writes: Self.bond(&random, isShared: sharesWrites),
      mode: isDry ? .dry : .live, summaryEvery: .seconds(3_600), seed: seed,
      stopButton: seed % 3 == 0 ? StopButton(workflow: "Onboarding", step: Self.stopStep) : nil)
    jumpsClock = random.chance(0.3)
    writeFaults = isShort ? 0.5 : 0.2
    readFaults = isShort ? 0.06 : 0.01
    troubleEvery = isShort ? 300...2_400 : 5_000...25_000
    birthEvery = isShort ? 20...200 : 120...480
    peopleEvery = isShort ? 20...200 : 900...2_400
    choresEvery = isShort ? 120...1_500 : 2_000...9_000
    operatorsEvery = isShort ? 120...1_200 : 600...5_000
    pageCap = random.chance(0.15) ? 3 : TaskQuery.pageSize
    conflictStatus = random.one(of: [400, 404, 409, 410])
    let catalog = RuleCatalog(&random)
    rules = catalog.rules(version: 1)
    editedRules = catalog.rules(version: 2)
  }

  /// What the configuration says of two endpoints: nothing, or how it is.
  private static func bond(_ random: inout SplitMix, isShared: Bool) -> Bond {
    random.chance(0.5) ? .suspected : isShared ? .fixed : .apart
  }

  private static func pollPeriod(_ share: Int) -> Int {
    switch share {
    case ..<2: 30
    case ..<6: 120
    case ..<60: 300
    default: 900
    }
  }
}
