import Engine
import Foundation
import GeoTareas
import Pacing
import Records
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
  /// The same rules, in which what is captured stands in another order.
  let reorderedRules: RuleSet
  let catalog: RuleCatalog
  /// The steps of the tasks that come.
  let steps: [String]
  /// One task in so many is broken for ever, where some are.
  let rarity: UInt64
  /// What else goes on.
  let oddities: Set<Oddity>
  /// True where nothing goes wrong beside that.
  let isCalm: Bool
  let patience: Patience
  let overlooked: Set<Violation.Invariant>
  /// How long things go wrong.
  let faultsUntil: Duration
  let end: Duration
  /// The wall clock at the beginning.
  let wallStart: Date
  let jumpsClock: Bool
  /// Things go wrong for some hours only, and the more often.
  let isShort: Bool
  let writeFaults: Double
  let readFaults: Double
  /// Between troubles of the server or the line.
  let troubleEvery: ClosedRange<Int>
  let troubles: [Trouble.Kind]
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

  /// How many rows a page has where there are more tasks than a poll reads, and how many tasks those are.
  static let crowdedPage = 1
  static let crowd = 130
  /// A poll reads no more pages than this.
  static let pagesOfAPoll = 100

  var isDry: Bool { settings.mode == .dry }

  /// - Parameter length: how long things go wrong; then comes a time in which all must come to rest.
  init(seed: UInt64, length: Duration, conditions: Conditions = Conditions()) {
    self.seed = seed
    // A row of choices of its own: what goes on besides changes nothing else.
    var odd = SplitMix(seed: ~seed &* 0x2545_F491_4F6C_DD1D)
    oddities = conditions.draw(&odd)
    isCalm = conditions.isCalm
    patience = conditions.patience
    overlooked = conditions.overlooked
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
    let isCrowded = oddities.contains(.crowd)
    if isCrowded { limits = Settings.documentedLimits }
    let isDry = seed % 20 == 19
    isShort = length < .seconds(6 * 3_600)
    // Most look seldom: what goes wrong then lies in between, not in the thousandth look at the same.
    let pollEvery = isShort ? random.one(of: [15, 60, 120, 120]) : Self.pollPeriod(random.below(400))
    end = length + .seconds(max(5_400, 15 * pollEvery))
    var settings = Settings.documented(zone: zone)
    settings.pollsOverdue = random.chance(0.25)
    settings.pollEvery = .seconds(pollEvery)
    settings.limits = limits
    settings.reads = Self.sharing(&random, isShared: sharesReads)
    settings.writes = Self.sharing(&random, isShared: sharesWrites)
    settings.mode = isDry ? .dry : .live
    settings.summaryEvery = .seconds(3_600)
    settings.seed = seed
    settings.spareReads = 20
    settings.stopButton = seed % 3 == 0 ? StopButton(workflow: "Onboarding", step: Self.stopStep) : nil
    self.settings = settings
    jumpsClock = random.chance(0.3) && !isCalm
    writeFaults = isCalm ? 0 : isShort ? 0.5 : 0.2
    readFaults = isCalm ? 0 : isShort ? 0.06 : 0.01
    rarity = isShort ? 3 : 8
    troubles =
      (isCalm ? [] : Trouble.Kind.usual)
      + Trouble.Kind.odd.filter { [oddities] in $0.oddity.map(oddities.contains) ?? false }
    troubleEvery = isShort ? 300...2_400 : 5_000...25_000
    birthEvery = isShort ? 20...200 : 120...480
    peopleEvery = isShort ? 20...200 : 900...2_400
    choresEvery = isShort ? 120...1_500 : 2_000...9_000
    operatorsEvery = isShort ? 120...1_200 : 600...5_000
    let cap = random.chance(0.15) ? 3 : TaskQuery.pageSize
    pageCap = isCrowded ? Self.crowdedPage : oddities.contains(.clamped) ? odd.number(2...5) : cap
    conflictStatus = random.one(of: [400, 404, 409, 410])
    catalog = RuleCatalog(&random, oddities)
    rules = catalog.rules(version: 1)
    editedRules = catalog.rules(version: 2)
    reorderedRules = catalog.rules(version: 1, isReordered: oddities.contains(.reordered))
    steps = catalog.steps
  }

  /// What the configuration says of two endpoints: nothing, or how it is.
  private static func sharing(_ random: inout SplitMix, isShared: Bool) -> LimitSharing {
    random.chance(0.5) ? .unknown : isShared ? .shared : .separate
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
