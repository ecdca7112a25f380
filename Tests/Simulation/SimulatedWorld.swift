import Engine
import Foundation
import GeoTareas
import Pacing
package import Records
import Rules

/// One seed of the simulation: an engine, its shell and journal, the server, people, and everything that goes wrong.
///
/// It jumps from one happening to the next. The same seed and length give the same run, so that a run that broke
/// something can be told again with every step.
package struct SimulatedWorld {
  /// More steps in a simulated hour mean that something goes round in circles.
  private static let mostStepsAnHour = 25_000

  let scenario: Scenario
  var random: SplitMix
  var server: SimulatedServer
  var journal = TestJournal(keepsAll: false)
  var engine: Engine
  var rules: RuleSet
  var watch: Watch
  var live: Liveness
  var queue = HappeningQueue()
  var events: [Event] = []
  var now: Duration = .zero
  var life = 0
  var isDown = false
  var isStopping = false
  var journalFullUntil: Duration = .zero
  var failingCommits = 0
  var frozenUntil: Duration = .zero
  var trouble: Trouble?
  /// How many more connections meet a bad certificate.
  var badConnections = 0
  /// Calls under way.
  var flights: [CallID: Flight] = [:]
  var booted: Duration = .seconds(-1_000)
  var boot = "boot-0"
  /// How far the wall clock is off.
  var clockOffset: TimeInterval = 0
  var token = 0
  var issued = 0
  var born = 0
  /// The task that a person has handed to somebody last.
  var handed: TaskID?
  /// Tasks whose wants are to be looked at anew, and whether all are.
  var stirred: Set<TaskID> = []
  var isStirred = true
  /// What was made of open tasks.
  var seen: [TaskID: Seen] = [:]
  /// Counts edits of the rules.
  var edition = 0
  var seenVersion = -1
  /// When waits are judged next, and wants that change with time looked at.
  var nextLook: Duration = .zero
  var nextTurn: Duration = .zero
  /// Until when rows that cannot be read were listed.
  var oddUntil: Duration = .seconds(-100_000)
  /// Effects that were refused only while a permission was missing.
  var denied: Set<String> = []
  /// What befell the whole house, for the other tenants in it.
  var common: [Common] = []
  /// Verdicts that the journal knows of and the engine does not.
  var unheard: [Intent] = []
  var steps = 0
  /// Tasks of which it was said that their effects would be made now.
  var announced: [TaskID: Announced] = [:]
  /// When somebody asks next why something is done to the tasks, or nothing, in steps; by chances of their own, so that
  /// asking changes nothing.
  var nextQuestion = 0
  var askers: SplitMix
  let stepsBetweenQuestions: Int
  /// How many tasks were asked about.
  package internal(set) var questions = 0
  /// Until then the journal may lack what the engine knows.
  var unkeptUntil: Duration = .zero
  /// What is told of each step; nil where nobody listens.
  let tell: ((String) -> Void)?
  /// Is given every report of the engine.
  let hear: (Report) -> Void
  /// Checks what a journal adds to its records by itself, as a chain of hashes.
  let audit: (TestJournal) -> [String]

  /// How often each fault and each transition occurred.
  package private(set) var faults: [Fault: Int] = [:]
  package internal(set) var transitions: [Transition: Int] = [:]
  /// How many tasks came, and how many effects were made.
  package internal(set) var counts = Counts()

  /// A call under way.
  struct Flight {
    var call: GeoTareas.Call
    var sentAt: Duration
  }

  /// What befalls all tenants of a house together.
  enum Common {
    case crash
    case full(until: Duration)
    case sleep(until: Duration)
  }

  package struct Counts: Sendable {
    package var tasks = 0
    package var effects = 0
  }

  /// - Parameters:
  ///   - length: For how long things go wrong; the run goes on until all has come to rest.
  ///   - conditions: What else goes on.
  ///   - audit: What is wrong with a journal's own audit trail, asked at the end.
  ///   - hear: Is given every report of the engine.
  ///   - tell: Is given every step in words.
  package init(
    seed: UInt64, length: Duration, conditions: Conditions = Conditions(),
    audit: @escaping (TestJournal) -> [String] = { _ in [] },
    hear: @escaping (Report) -> Void = { _ in }, tell: ((String) -> Void)? = nil
  ) {
    let scenario = Scenario(seed: seed, length: length, conditions: conditions)
    self.scenario = scenario
    self.tell = tell
    self.audit = audit
    self.hear = hear
    random = SplitMix(seed: seed)
    askers = SplitMix(seed: ~seed)
    stepsBetweenQuestions = conditions.stepsBetweenQuestions
    server = SimulatedServer(scenario)
    server.tenant.nextStep = ["Send": "Route", "Old": "Turns", "Form": "Weigh"]
    server.tenant.conflictStatus = scenario.conflictStatus
    server.tenant.pageCap = scenario.pageCap
    server.tenant.tellsTotal = !scenario.oddities.contains(.clamped)
    rules = scenario.rules
    engine = Engine(settings: scenario.settings, rules: scenario.rules)
    watch = Watch(scenario)
    live = Liveness(scenario)
  }

  /// True while things may go wrong.
  var isOdd: Bool { now < scenario.faultsUntil }
  /// True while ordinary things may.
  var isFaulty: Bool { isOdd && !scenario.isCalm }

  /// Runs to the end; what must not have happened, in words.
  package mutating func run() -> [Violation] {
    begin()
    while step() {}
    return finish()
  }

  mutating func begin() {
    log("world: \(scenario.oddities.map(\.rawValue).sorted().joined(separator: " "))")
    log(
      "world: polls every \(scenario.settings.pollEvery), \(scenario.settings.limits.map { "\($0.key) \($0.value.requests)" }.sorted())"
    )
    queue.push(.birth, at: .zero)
    queue.push(.people, at: .seconds(60))
    if !scenario.isCalm || scenario.oddities.contains(.reordered) { queue.push(.chores, at: .seconds(30)) }
    if !scenario.isCalm { queue.push(.operators, at: .seconds(90)) }
    if !scenario.troubles.isEmpty { queue.push(.trouble, at: random.seconds(scenario.troubleEvery)) }
    if scenario.jumpsClock { queue.push(.clock, at: random.seconds(600...5_000)) }
    queue.push(.restart, at: .zero)
    if scenario.oddities.contains(.crowd) { crowd() }
  }

  /// When something happens next; nil where nothing does, or all is over.
  var next: Duration? {
    guard watch.violations.isEmpty, let next = queue.next, next <= scenario.end else { return nil }
    return max(now, next)
  }

  /// Lets the next thing happen; false where there is none.
  mutating func step() -> Bool {
    guard let next, let happening = queue.pop()?.happening else { return false }
    now = next
    steps += 1
    guard steps < Int(scenario.end.inSeconds / 3_600 + 1) * Self.mostStepsAnHour else {
      watch.note(.shell, "\(steps) steps: a hot loop")
      return false
    }
    take(happening)
    watch.mostOpen = max(watch.mostOpen, server.tenant.open.count)
    if steps % 256 == 0 { watch.look(at: engine.census) }
    followWaits()
    if steps >= nextQuestion { ask() }
    return true
  }

  mutating func finish() -> [Violation] {
    if watch.violations.isEmpty { checkEnd() }
    if watch.violations.isEmpty { checkLastReasons() }
    return watch.violations
  }

  var stamp: ClockReading {
    ClockReading(boot: boot, instant: Instant(nanoseconds: (now - booted).wholeNanoseconds), wall: wall)
  }

  /// What the wall clock of the daemon's machine shows.
  var wall: Date { scenario.wallStart + now.inSeconds + clockOffset }

  func log(_ text: @autoclosure () -> String) {
    guard let tell else { return }
    let day = Int(now.inSeconds) / 86_400
    let time = Int(now.inSeconds) % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let fraction = String(1_000 + now.wholeNanoseconds / 1_000_000 % 1_000).dropFirst()
    tell("day \(day) \(two(time / 3_600)):\(two(time / 60 % 60)):\(two(time % 60)).\(fraction)  " + text())
  }

  mutating func suffer(_ fault: Fault) {
    faults[fault, default: 0] += 1
  }

  mutating func handle(_ event: Event) {
    events.append(event)
    while !events.isEmpty, !isDown { carryOut(engine.handle(events.removeFirst(), at: stamp)) }
  }

  private mutating func take(_ happening: Happening) {
    switch happening {
    case .arrival(let request): arrive(request)
    case .answer(let id, let answer, let granted, let life):
      guard life == self.life, !isDown else { return }
      if now < frozenUntil { return queue.push(happening, at: frozenUntil) }
      log("event: answer to request \(id): \(answer.inWords)")
      end(id, answer)
      if let granted, case .success(let response) = answer, response.body == Wire.login.body { token = granted }
      watch.hearList(id, answer)
      handle(.answered(id, answer))
    case .wake:
      guard !isDown else { return }
      if now < frozenUntil { return queue.wake = frozenUntil }
      log("event: tick")
      handle(.tick)
    case .birth: birth()
    case .people: people()
    case .chores: chores()
    case .operators: operators()
    case .news: hearNews()
    case .trouble: beginTrouble()
    case .clock: setClock()
    case .restart: restart()
    }
  }

  private mutating func arrive(_ request: Request) {
    if case .write(let task, _) = request.call { watch.arrive(request, server.tenant.tasks[task]?.state) }
    let reception = server.receive(request, at: now)
    if reception.isStale { suffer(.staleRead) }
    if reception.isLagging { suffer(.laggingRead) }
    if reception.isShifted { suffer(.pageShift) }
    if reception.answer.status == 401, request.token < server.oldestGoodToken { suffer(.tokenExpired) }
    if case .detail(let task) = request.call, reception.isStale || reception.isLagging { live.misread(task) }
    if reception.isShifted { live.charge(scenario.settings.pollEvery + live.pollTime, about: nil, at: now) }
    if reception.exceedsLimit, !scenario.oddities.contains(.neighbour) || reception.exceedsOwnLimit {
      watch.note(.rateLimit, "request \(request.id), \(request.call.endpoint): one too many in a window")
    }
    if reception.exceedsLimit, !reception.exceedsOwnLimit { suffer(.neighbour) }
    log("server: request \(request.id) arrives, \(reception.answer.inWords)\(reception.tookEffect ? ", effect" : "")")
    if reception.tookEffect, let intent = request.intent {
      counts.effects += 1
      watch.takeEffect(request, intent, server.tenant)
    }
    var granted: Int?
    if request.call == .login, reception.answer.status == 200 {
      issued += 1
      granted = issued
    }
    if reception.isSilent {
      let end = max(now, request.sentAt + Fate.timeout)
      return queue.push(.answer(request.id, .failure(Wire.lost), token: nil, life: request.life), at: end)
    }
    // Who gave up before does not hear.
    let delay = request.fate.answer - (request.fate.arrival ?? .zero)
    guard delay >= .zero else { return }
    let heard = request.fate.disguise(reception.answer)
    // What is hidden behind another answer teaches nobody anything, and in bad times most answers are.
    if reception.exceedsLimit, live.trouble == nil, case .success(let answer) = heard, answer.status == 429 {
      watch.countRefusal(at: now)
    }
    queue.push(.answer(request.id, heard, token: granted, life: request.life), at: now + delay)
  }
}

extension HTTPResponse {
  fileprivate var inWords: String { "\(status) \(String(decoding: body.prefix(160), as: UTF8.self))" }
}

extension Result<HTTPResponse, TransportError> {
  fileprivate var inWords: String {
    switch self {
    case .success(let response): response.inWords
    case .failure(let error): error.description
    }
  }
}
