import Engine
import Foundation
import GeoTareas
import Pacing
import Rules

/// One seed of the simulation: an engine, its shell and journal, the server, people, and everything that goes wrong.
struct SimulatedWorld {
  enum Happening {
    case arrival(Call, id: CallID, token: Int, intent: String, Fate, life: Int)
    case answer(CallID, Result<HTTPResponse, TransportError>, token: Int?, life: Int)
    case wake(life: Int, number: Int)
    case people, birth, trouble, restart
  }

  let seed: UInt64
  let faultsUntil: Duration
  let end: Duration
  let isDry: Bool
  var random: SplitMix64
  var server: SimulatedServer
  var journal = TestJournal()
  var engine: Engine
  let settings: Settings
  let rules: RuleSet
  var now: Duration = .zero
  var life = 0
  var isDown = false
  var isStopping = false
  var stopsIn: Int?
  var failingCommits = 0
  var booted: Duration = .seconds(-1_000)
  var boot = 0
  var token = 0
  var issued = 0
  var wakes = 0
  var born = 0
  var seen: Set<Fault> = []
  var states: Set<Intent.State> = []
  var trace: [String] = []
  var queue = HappeningQueue()
  var events: [Event] = []

  var isFaulty: Bool { now < faultsUntil }

  init(seed: UInt64, zone: TimeZone) {
    self.seed = seed
    random = SplitMix64(seed: seed)
    isDry = seed % 20 == 19
    faultsUntil = .seconds(4_200)
    end = faultsUntil + .seconds(2_700)
    // Every other seed has limits so low that they are always reached.
    var limits = Settings.documentedLimits
    if seed % 2 == 1 {
      for (endpoint, requests) in [Endpoint.list: 5, .detail: 8, .complete: 3, .reassign: 3] {
        limits[endpoint]?.requests = requests
      }
    }
    settings = Settings(
      tenant: "acme", zone: zone, pollsOverdue: seed % 4 == 0,
      pollEvery: .seconds([15, 60, 120, 120][Int(seed / 4 % 4)]),
      limits: limits,
      mode: isDry ? .dry : .live, summaryEvery: .seconds(3_600), seed: seed)
    rules = RuleSet(
      rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")),
      rule("group", "Group", then: .toGroup("audit")), rule("shadow", "Shadow", stage: .shadow, then: .send))
    var tenant = ModelTenant()
    tenant.nextStep = ["Send": "Route"]
    tenant.conflictStatus = [400, 404, 409, 410].randomElement(using: &random) ?? 400
    server = SimulatedServer(tenant, limits: limits)
    engine = Engine(settings: settings, rules: rules)
  }

  /// Runs to the end; what must not have happened, in words.
  mutating func run() -> [String] {
    queue.push(.birth, at: .zero)
    queue.push(.people, at: .seconds(60))
    queue.push(.trouble, at: .seconds(30))
    queue.push(.restart, at: .zero)
    var count = 0
    while let (at, happening) = queue.pop(), at <= end, server.violations.isEmpty {
      now = max(now, at)
      count += 1
      guard count < 60_000 else { return ["a hot loop"] }
      take(happening)
    }
    if server.violations.isEmpty { checkEnd() }
    return server.violations
  }

  var stamp: Stamp {
    let instant = now - booted
    return Stamp(
      boot: "boot-\(boot)", instant: Instant(nanoseconds: instant.wholeNanoseconds),
      wall: Date(timeIntervalSince1970: 1_773_000_000 + now.inSeconds))
  }

  mutating func log(_ text: String) {
    trace.append("\(Double(Int(now.inSeconds * 1_000)) / 1_000) s  " + text)
  }

  mutating func handle(_ event: Event) {
    events.append(event)
    while !events.isEmpty, !isDown { carryOut(engine.handle(events.removeFirst(), at: stamp)) }
  }

  private mutating func take(_ happening: Happening) {
    switch happening {
    case .arrival(let call, let id, let token, let intent, let fate, let life):
      let before = server.servedStale
      let truth = server.receive(call, token: token, intent: intent, isDropped: fate.isDropped, at: now)
      if server.servedStale > before { seen.insert(.staleRead) }
      if truth == Wire.refusal(401, "UNAUTHORIZED") { seen.insert(.tokenExpired) }
      if call.endpoint.isWrite { log("server: \(intent) \(call) arrives, true answer \(truth.status)") }
      var granted: Int?
      if call.endpoint == .login, truth.status == 200 {
        issued += 1
        granted = issued
      }
      guard fate.answer >= (fate.arrival ?? .zero) else { return }
      let heard = fate.disguise(truth)
      queue.push(.answer(id, heard, token: granted, life: life), at: now + fate.answer - (fate.arrival ?? .zero))
    case .answer(let id, let answer, let granted, let life):
      guard life == self.life, !isDown else { return }
      if let granted, case .success(let response) = answer, response == Wire.login { token = granted }
      handle(.answered(id, answer))
    case .wake(let life, let number):
      guard life == self.life, number == wakes, !isDown else { return }
      handle(.tick)
    case .people: people()
    case .birth: birth()
    case .trouble: trouble()
    case .restart:
      guard life == 0 || isDown else { return }
      restart()
    }
  }
}

/// What is to happen, by time and then by the order of its coming.
struct HappeningQueue {
  private var waiting: [(at: Duration, number: Int, SimulatedWorld.Happening)] = []
  private var count = 0

  mutating func push(_ happening: SimulatedWorld.Happening, at: Duration) {
    count += 1
    let index = waiting.lastIndex { $0.at > at }.map { $0 + 1 } ?? 0
    waiting.insert((at, count, happening), at: index)
  }

  mutating func pop() -> (Duration, SimulatedWorld.Happening)? {
    guard let next = waiting.popLast() else { return nil }
    return (next.at, next.2)
  }
}
