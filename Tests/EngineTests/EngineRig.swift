import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

/// An engine with a virtual clock, an in-memory journal and a model tenant around it.
///
/// It carries out effects in order, as the shell must, and checks with every one what must always hold.
struct EngineRig {
  /// What a call is answered instead of the tenant's own answer.
  enum Script {
    /// The tenant's own answer after all.
    case pass
    /// This, and a write is not carried out.
    case reply(HTTPResponse)
    /// This, and a write is carried out all the same.
    case applied(HTTPResponse)
    case fail(TransportError)
    case appliedThenFail(TransportError)
  }

  struct Sent {
    var at: Instant
    var id: CallID
    var call: GeoTareas.Call
  }

  var settings: Settings
  var rules: RuleSet
  var engine: Engine
  var tenant: ModelTenant
  var journal = TestJournal()
  var now = Instant(nanoseconds: 5_000_000_000_000)
  var boot = "boot-1"
  /// How far the wall clock was set, in seconds.
  var clockOffset = 0.0
  var latency: Duration = .milliseconds(100)
  /// Answers for the next calls of an endpoint, taken one by one.
  var script: [Endpoint: [Script]] = [:]
  /// Answers for all calls of an endpoint, when the script has none.
  var always: [Endpoint: Script] = [:]
  /// Calls that stay unanswered until they are taken out.
  var held: Set<Endpoint> = []
  /// What the list shows instead of the truth.
  var staleList: ModelTenant?
  var staleDetail: ModelTenant?
  /// Pages that the server fails to give, by what would have been on them.
  var spoils: (@Sendable (TaskQuery, _ offset: Int, _ page: String) -> Bool)?
  /// What looks at single tasks are answered.
  var badDetails: [TaskID: HTTPResponse] = [:]
  /// What calls of an endpoint about single tasks are answered, always; a write is not carried out then.
  var forever: [TaskID: (endpoint: Endpoint, answer: HTTPResponse)] = [:]
  /// Looks at these are never answered in time.
  var silent: Set<TaskID> = []
  /// How many commits work before the next fails.
  var commitsBeforeFailure = 0
  /// How many of the next questions to the journal fail.
  var failingRecalls = 0
  /// How many of the next commits fail.
  var failingCommits = 0
  /// Why the journal does not take a record, whatever it holds; nil where it does.
  var rejects: (@Sendable (JournalEntry) -> String?)?
  /// How long the next effects have to wait by what the journal counts.
  var overspends: [Duration] = []
  /// Rules that are loaded just before the journal's next answer.
  var reloadsBeforeRecall: RuleSet?
  /// How many effects may be carried out before the process dies; nil for no end.
  var effectsToLive: Int?

  private(set) var sends: [Sent] = []
  private(set) var pending: [Sent] = []
  /// What the engine reported.
  private(set) var told: [Report] = []
  /// The same, as the log puts it.
  private(set) var reports: [LogEntry] = []
  private(set) var cancelled: [CallID] = []
  private(set) var ending: Ending?
  private(set) var wake: Instant?
  private(set) var ticks = 0
  private(set) var commitFailures = 0
  /// The commits that worked.
  private(set) var commits: [[JournalEntry]] = []
  /// Records that the journal did not take.
  private(set) var rejected: [JournalEntry] = []
  private(set) var isDead = false
  private var events: [Event] = []
  private var windows: [Endpoint: ModelWindow] = [:]

  init(
    _ tasks: [ModelTask] = [], _ rules: RuleSet = .completes, _ adjust: (inout Settings) -> Void = { _ in }
  ) throws {
    let zone = try #require(TimeZone(secondsFromGMT: 0))
    var settings = Settings.documented(zone: zone)
    settings.pollsOverdue = false
    settings.seed = 7
    adjust(&settings)
    self.settings = settings
    self.rules = rules
    engine = Engine(settings: settings, rules: rules)
    tenant = ModelTenant(tasks)
  }

  var stamp: ClockReading {
    let seconds = 1_773_000_000 + clockOffset + Double(now.nanoseconds) / 1e9
    return ClockReading(boot: boot, instant: now, wall: Date(timeIntervalSince1970: seconds))
  }

  // MARK: Driving

  mutating func start(_ recovery: Recovery? = nil) { handle(.start(recovery ?? journal.recovery())) }

  /// A new process on the same journal; calls under way are lost.
  mutating func restart(after seconds: Double = 1) {
    engine = Engine(settings: settings, rules: rules)
    pending = []
    events = []
    isDead = false
    effectsToLive = nil
    ending = nil
    wake = nil
    now = now + .seconds(seconds)
    start()
  }

  mutating func handle(_ event: Event) {
    events.append(event)
    while !events.isEmpty, !isDead, commitFailures < 5_000 { carryOut(engine.handle(events.removeFirst(), at: stamp)) }
  }

  /// Lets time pass: answers are given and wakes come when they are due.
  mutating func run(_ seconds: Double) {
    let end = now + .seconds(seconds)
    while !isDead, ending == nil {
      let answer = pending.filter { !held.contains($0.call.endpoint) }.min { ($0.at, $0.id) < ($1.at, $1.id) }
      let due = answer.map { $0.at + latency }
      guard let next = [due, wake].compactMap({ $0 }).min(), next <= end else { break }
      now = max(now, next)
      if let answer, due == next {
        give(answer)
      } else {
        wake = nil
        ticks += 1
        handle(.tick)
      }
    }
    if !isDead { now = max(now, end) }
  }

  /// Answers a call that is under way.
  mutating func give(_ sent: Sent) {
    pending.removeAll { $0.id == sent.id }
    handle(.answered(sent.id, answer(sent.call).map { saying($0, sent.call.endpoint) }))
  }

  /// Answers the oldest call of `endpoint`, though it is held.
  mutating func release(_ endpoint: Endpoint) {
    guard let sent = pending.first(where: { $0.call.endpoint == endpoint }) else {
      Issue.record("no \(endpoint) is under way")
      return
    }
    give(sent)
  }

  /// The answer with the server's word on its limit, where it has none.
  private mutating func saying(_ response: HTTPResponse, _ endpoint: Endpoint) -> HTTPResponse {
    guard let limit = settings.limits[endpoint], response.header("X-RateLimit-Limit") == nil else { return response }
    _ = windows[endpoint, default: ModelWindow(limit)].admit(at: .nanoseconds(now.nanoseconds))
    return response.saying(windows[endpoint]?.word ?? [])
  }

  private mutating func answer(_ call: GeoTareas.Call) -> Result<HTTPResponse, TransportError> {
    let endpoint = call.endpoint
    var scripted = always[endpoint]
    if let first = script[endpoint]?.first {
      scripted = first
      script[endpoint]?.removeFirst()
    }
    func carriedOut() -> HTTPResponse {
      if case .write(let id, let write) = call { return tenant.apply(write, to: id).answer }
      let shown = endpoint == .list ? staleList : endpoint == .detail ? staleDetail : nil
      var source = shown ?? tenant
      return source.read(call)
    }
    if case .detail(let id) = call, let bad = badDetails[id] { return .success(bad) }
    if case .detail(let id) = call, silent.contains(id) { return .failure(Wire.lost) }
    if let task = call.task, let (bad, answer) = forever[task], bad == endpoint { return .success(answer) }
    switch scripted {
    case nil, .pass:
      let answer = carriedOut()
      guard case .list(let query, let offset) = call, let spoils else { return .success(answer) }
      let isSpoilt = spoils(query, offset, String(decoding: answer.body, as: UTF8.self))
      return .success(isSpoilt ? Wire.internalError : answer)
    case .reply(let response): return .success(response)
    case .fail(let error): return .failure(error)
    case .applied(let response):
      _ = carriedOut()
      return .success(response)
    case .appliedThenFail(let error):
      _ = carriedOut()
      return .failure(error)
    }
  }

  // MARK: The shell

  private mutating func carryOut(_ effects: [Effect]) {
    for (index, effect) in effects.enumerated() {
      if let left = effectsToLive {
        guard left > 0 else {
          isDead = true
          return
        }
        effectsToLive = left - 1
      }
      if case .commit = effect, failingCommits > 0 {
        guard commitsBeforeFailure == 0 else {
          commitsBeforeFailure -= 1
          carryOut(effect)
          continue
        }
        failingCommits -= 1
        return failCommit(effects[index...])
      }
      if case .commit(let records) = effect, let refusal = refusal(of: records) {
        return failCommit(effects[index...], why: refusal)
      }
      if case .recall = effect, failingRecalls > 0 {
        failingRecalls -= 1
        return failCommit(effects[index...], why: .unwritable("locked"))
      }
      carryOut(effect)
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .commit(let records):
      #expect(!records.isEmpty)
      commits.append(records)
      let holds = journal.holds
      journal.apply(records)
      if journal.holds != holds { events.append(.news(JournalNews(holds: journal.holds))) }
    case .send(let id, let call, let permit):
      check(id, call, permit)
      sends.append(Sent(at: now, id: id, call: call))
      pending.append(Sent(at: now, id: id, call: call))
    case .cancel(let id):
      cancelled.append(id)
      guard pending.contains(where: { $0.id == id }) else { return }
      pending.removeAll { $0.id == id }
      events.append(.answered(id, .failure(Wire.cancelled)))
    case .recall(let tasks, let instances):
      if let rules = reloadsBeforeRecall {
        reloadsBeforeRecall = nil
        events.append(.reload(rules))
      }
      events.append(.recalled(journal.recollect(tasks, instances: instances)))
    case .report(let report):
      told.append(report)
      reports.append(LogEntry(report))
    case .wake(let at):
      #expect(at > now, "a wake must lie ahead")
      wake = at
    case .finished(let ending):
      #expect(self.ending == nil)
      self.ending = ending
    }
  }

  /// What the journal has against the effects that `records` begin.
  private mutating func refusal(of records: [JournalEntry]) -> CommitFailure? {
    for record in records {
      if let why = rejects?(record) { return .rejected(record, why: why) }
    }
    if let conflict = journal.conflict(in: records) { return .rejected(conflict.record, why: conflict.why) }
    let armed = records.compactMap { record -> Intent? in
      if case .intent(let intent) = record, intent.state == .armed { intent } else { nil }
    }
    guard let first = armed.first else { return nil }
    if let wait = overspends.popLast() { return .overspent(first.write.endpoint, wait: wait) }
    return journal.holds(after: records)
      .first { hold in armed.contains { hold.covers(tenant: "acme", rule: $0.rule, task: $0.task) } }
      .map { .held($0) }
  }

  private mutating func failCommit(
    _ effects: ArraySlice<Effect>, why: CommitFailure = .unwritable("disk full")
  ) {
    commitFailures += 1
    if case .rejected(let record, _) = why { rejected.append(record) }
    events.insert(.commitFailed(effects, why: why), at: 0)
  }

  /// What must have been durable before a send.
  private func check(_ id: CallID, _ call: GeoTareas.Call, _ permit: WritePermit?) {
    let entry = journal.requests[id]
    #expect(entry?.endpoint == call.endpoint, "request \(id) was sent before it was journalled")
    #expect(entry?.settled == nil)
    guard case .write(let task, let write) = call else {
      #expect(permit == nil)
      return
    }
    let armed = journal.all.filter { $0.task == task && $0.state == .armed }
    #expect(armed.count == 1 && armed.first?.write == write, "a write went out without its armed intent")
    #expect(permit == armed.first.map { WritePermit(rule: $0.rule, task: $0.task, decided: now, intent: $0.id) })
    #expect(settings.mode == .live)
  }
}
