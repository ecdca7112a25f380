import Foundation
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

/// What people write into a journal beside a daemon.
@Suite struct HoldTests {
  static let ours: [(String?, String?)] = [(nil, nil), ("acme", nil), (nil, "inbox"), ("acme", "inbox")]
  static let others: [(String?, String?)] = [("other", nil), (nil, "outbox")]
  private static let noon = ClockReading.sample().wall

  private static func armed(_ number: Int = 1, task: String = "4711", at seconds: Int = 1_000) -> [JournalEntry] {
    [
      .intent(.sample(number, task: task, state: .armed, attempts: 1)),
      .requestSent(
        RequestEntry(id: Int64(100 + number), endpoint: .complete, sent: .sample(seconds: seconds), settled: nil)),
    ]
  }

  private static func hand(_ folder: StateFolder, creates: Bool = false) throws(JournalError) -> OperatorJournal {
    try OperatorJournal.open(directory: folder.path, asOf: .sample(), creates: creates, allowVolatile: true)
  }

  @Test(
    "an effect that is held is refused in its own transaction, of which nothing stays; what is not held goes on",
    arguments: ours)
  func refused(tenant: String?, rule: String?) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let hand = try Self.hand(folder)
    let hold = try hand.hold(tenant: tenant, rule: rule, why: "audit", by: "ana", at: Self.noon)
    await #expect(throws: JournalError.held(hold)) { try await journal.commit(Self.armed(), tenant: "acme") }
    let reader = try folder.reader()
    #expect(try reader.intents(limit: 9).isEmpty && reader.requests(tenant: "acme").isEmpty)
    #expect(try reader.holds(tenant: "acme") == [hold])
    // Outcomes and reads are kept all the same.
    try await journal.commit([.intent(.sample(2, task: "2", state: .done)), .requestSent(.sample(7))], tenant: "acme")
    #expect(try hand.release([hold.number], by: "ana", at: Self.noon) == [hold])
    try await journal.commit(Self.armed(), tenant: "acme")
    #expect(try reader.holds().isEmpty)
  }

  @Test("a hold on another tenant or rule holds nothing here", arguments: others)
  func elsewhere(tenant: String?, rule: String?) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    _ = try Self.hand(folder).hold(tenant: tenant, rule: rule, why: "audit", by: "ana", at: Self.noon)
    try await journal.commit(Self.armed(), tenant: "acme")
  }

  @Test("the fence objects to a write that is held since it was armed, until the hold is released", arguments: ours)
  func fenced(tenant: String?, rule: String?) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let fence = try await journal.fence
    try await journal.commit(Self.armed(), tenant: "acme")
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4711")) == nil)
    let hand = try Self.hand(folder)
    let hold = try hand.hold(tenant: tenant, rule: rule, why: "audit", by: "ana", at: Self.noon)
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4711")) == "hold 1 on \(hold.scope)")
    #expect((fence.objection(tenant: "acme", rule: "outbox", task: TaskID("4711")) == nil) == (rule != nil))
    #expect((fence.objection(tenant: "other", rule: "inbox", task: TaskID("4711")) == nil) == (tenant != nil))
    _ = try hand.release([hold.number], by: "ana", at: Self.noon)
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4711")) == nil)
  }

  /// Of a hold that is set at noon.
  private static func term(_ length: Duration) -> Hold.Term { Hold.Term(begun: .sample(), length: length) }

  @Test("a hold on a task holds only effects on it, in the transaction and at the fence; it is read back as it was set")
  func task() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let fence = try await journal.fence
    let hold = try Self.hand(folder).hold(
      tenant: "acme", rule: nil, task: TaskID("4711"), why: "audit", by: "ana",
      term: Self.term(.seconds(5_400)), at: Self.noon)
    #expect(try folder.reader().holds() == [hold])
    await #expect(throws: JournalError.held(hold)) { try await journal.commit(Self.armed(), tenant: "acme") }
    try await journal.commit(Self.armed(2, task: "4712"), tenant: "acme")
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4711")) == "hold 1 on \(hold.scope)")
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4712")) == nil)
  }

  @Test("a hold whose time is over is ended by the daemon's record, before what the same commit begins, and once")
  func ended() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for tenant in ["acme", "other"] { _ = try await journal.recover(tenant: tenant, asOf: .sample()) }
    let hand = try Self.hand(folder)
    let hold = try hand.hold(
      tenant: nil, rule: nil, task: nil, why: "audit", by: "ana", term: Self.term(.seconds(60)), at: Self.noon)
    for tenant in ["acme", "other"] { #expect(try await journal.news(tenant: tenant)?.holds == [hold]) }
    let end = JournalEntry.holdEnded(number: hold.number, at: Self.noon + 60)
    try await journal.commit([end] + Self.armed(), tenant: "acme")
    // Each engine ends it for itself; the second word changes nothing.
    try await journal.commit([end], tenant: "other")
    for tenant in ["acme", "other"] { #expect(try await journal.news(tenant: tenant) == JournalNews()) }
    #expect(try hand.release([hold.number], by: "bea", at: Self.noon + 90).isEmpty)
    let reader = try folder.reader()
    let trail = try reader.trail(of: "hold 1")
    #expect(trail.map(\.kind) == ["hold.set", "hold.released"] && trail.map(\.who) == ["ana", "capataz"])
    #expect(trail.last?.why == "its time is over: audit")
    #expect(trail.allSatisfy { $0.details.contains(#""until":""#) })
    guard case .whole = try reader.verify() else {
      Issue.record("the trail is broken")
      return
    }
  }

  @Test("the end of a hold that a person has released already is no news and no line of the trail")
  func endedLate() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let hand = try Self.hand(folder)
    let hold = try hand.hold(
      tenant: nil, rule: nil, why: "audit", by: "ana", term: Self.term(.seconds(60)), at: Self.noon)
    _ = try hand.release([hold.number], by: "bea", at: Self.noon + 30)
    try await journal.commit([.holdEnded(number: hold.number, at: Self.noon + 60)], tenant: "acme")
    let trail = try folder.reader().trail(of: "hold 1")
    #expect(trail.map(\.who) == ["ana", "bea"])
  }

  @Test("the fence does not mind a hold on another tenant or rule", arguments: others)
  func fencedElsewhere(tenant: String?, rule: String?) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let fence = try await journal.fence
    _ = try Self.hand(folder).hold(tenant: tenant, rule: rule, why: "audit", by: "ana", at: Self.noon)
    #expect(fence.objection(tenant: "acme", rule: "inbox", task: TaskID("4711")) == nil)
  }

  @Test("a journal tells what others changed, once, and nothing about its own commits")
  func news() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    #expect(try await journal.news(tenant: "acme") == nil)
    try await journal.commit([.intent(.sample(1, state: .parked, attempts: 1))], tenant: "acme")
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).holds.isEmpty)
    try await journal.commit([.requestSent(.sample(7))], tenant: "acme")
    #expect(try await journal.news(tenant: "acme") == nil)
    let hand = try Self.hand(folder)
    let hold = try hand.hold(tenant: "acme", rule: nil, why: "audit", by: "ana", at: Self.noon)
    #expect(try await journal.news(tenant: "acme") == JournalNews(holds: [hold]))
    #expect(try await journal.news(tenant: "acme") == nil)
    _ = try hand.hold(tenant: "other", rule: nil, why: "not ours", by: "ana", at: Self.noon)
    #expect(try await journal.news(tenant: "acme") == nil)
    let resolved = try hand.resolve("acme-1", .drop, why: "seen", by: "ana", at: Self.noon)
    #expect(try await journal.news(tenant: "acme") == JournalNews(holds: [hold], resolved: [resolved]))
    _ = try hand.release([hold.number], by: "ana", at: Self.noon)
    #expect(try await journal.news(tenant: "acme") == JournalNews())
    #expect(try await journal.news(tenant: "acme") == nil)
  }

  @Test("a hold that was set and released between two looks is news, once, to those whom it concerned")
  func passed() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for tenant in ["acme", "other"] { _ = try await journal.recover(tenant: tenant, asOf: .sample()) }
    let hand = try Self.hand(folder)
    let lasting = try hand.hold(tenant: nil, rule: nil, why: "audit", by: "ana", at: Self.noon)
    let passing = try hand.hold(tenant: "acme", rule: "inbox", why: "a slip", by: "ana", at: Self.noon)
    _ = try hand.release([passing.number], by: "ana", at: Self.noon)
    #expect(try await journal.news(tenant: "acme") == JournalNews(holds: [lasting], passed: [passing]))
    #expect(try await journal.news(tenant: "acme") == nil)
    #expect(try await journal.news(tenant: "other") == JournalNews(holds: [lasting]))
  }

  @Test("the next life is told what is new to the log: what came, went or passed while there was none, and no more")
  func told() async throws {
    let folder = try StateFolder()
    let first = try await folder.open()
    _ = try await first.recover(tenant: "acme", asOf: .sample())
    let hand = try Self.hand(folder)
    let holds = try (1...2).map { try hand.hold(tenant: nil, rule: "r\($0)", why: "audit", by: "ana", at: Self.noon) }
    #expect(try await first.news(tenant: "acme") == JournalNews(holds: holds))
    try await first.close()
    _ = try hand.release([holds[0].number], by: "ana", at: Self.noon)
    let passing = try hand.hold(tenant: "acme", rule: nil, why: "a slip", by: "ana", at: Self.noon)
    _ = try hand.release([passing.number], by: "ana", at: Self.noon)
    let new = try hand.hold(tenant: "acme", rule: "r3", why: "audit", by: "ana", at: Self.noon)
    // A command that looks leaves the news to the daemon.
    let looking = try await Journal.open(
      directory: folder.path, asOf: .sample(), allowVolatile: true, isForLooking: true)
    #expect(try await looking.recover(tenant: "acme", asOf: .sample()).passedHolds == [passing])
    try await looking.close()
    let second = try await folder.open()
    let recovery = try await second.recover(tenant: "acme", asOf: .sample())
    #expect(recovery.holds == [holds[1], new] && recovery.toldHolds == holds && recovery.passedHolds == [passing])
    #expect(try await second.news(tenant: "acme") == nil)
    try await second.close()
    let third = try await folder.open()
    let again = try await third.recover(tenant: "acme", asOf: .sample())
    #expect(again.holds == again.toldHolds && again.passedHolds.isEmpty)
    // Of a tenant that is new, only what is in force is told.
    let newcomer = try await third.recover(tenant: "newcomer", asOf: .sample())
    #expect(newcomer.holds == [holds[1]] && newcomer.toldHolds.isEmpty && newcomer.passedHolds.isEmpty)
  }

  @Test("a hold of the daemon's own is news to it, survives a restart, and is released like any other")
  func own() async throws {
    let folder = try StateFolder()
    let first = try await folder.open()
    _ = try await first.recover(tenant: "acme", asOf: .sample())
    try await first.commit([.hold(rule: "inbox", why: "too much parked", at: Self.noon)], tenant: "acme")
    let hold = Hold(
      number: 1, tenant: "acme", rule: "inbox", why: "too much parked", by: Hold.signature, since: Self.noon)
    #expect(try await first.news(tenant: "acme") == JournalNews(holds: [hold]))
    try await first.close()
    let second = try await folder.open()
    #expect(try await second.recover(tenant: "acme", asOf: .sample()).holds == [hold])
    #expect(try await second.recover(tenant: "other", asOf: .sample()).holds.isEmpty)
    await #expect(throws: JournalError.held(hold)) { try await second.commit(Self.armed(), tenant: "acme") }
  }

  @Test(
    "each verdict moves a parked intent, with a line of the trail that says who and why",
    arguments: Resolution.allCases)
  func resolve(resolution: Resolution) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(1, state: .parked, attempts: 3))], tenant: "acme")
    let hand = try Self.hand(folder)
    let resolved = try hand.resolve("acme-1", resolution, why: "seen it", by: "ana", at: Self.noon)
    #expect(resolved.state == resolution.state && resolved.verdict == resolution)
    #expect(resolved.doubtfulAttempts == (resolution == .notDone ? 0 : 1) && resolved.attempts == 3)
    let reader = try folder.reader()
    #expect(try reader.intent(id: "acme-1") == resolved)
    let last = try #require(try reader.trail(of: "acme-1").last)
    #expect(last.kind == "intent.\(resolution.state.rawValue)" && last.who == "ana")
    #expect(last.why == "\(resolution.rawValue), says ana: seen it")
    guard case .whole = try reader.verify() else { return #expect(Bool(false), "the trail is broken") }
    #expect(throws: JournalError.notParked(intent: "acme-1", state: resolution.state)) {
      try hand.resolve("acme-1", .done, why: "again", by: "ana", at: Self.noon)
    }
    #expect(try reader.trail(of: "acme-1").count == 2)
  }

  @Test("what is not parked or not there is not resolved", arguments: ["acme-1", "acme-2", "nonsense", ""])
  func notParked(id: String) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(1, state: .unknown, attempts: 1))], tenant: "acme")
    #expect(throws: JournalError.notParked(intent: id, state: id == "acme-1" ? .unknown : nil)) {
      try Self.hand(folder).resolve(id, .done, why: "seen", by: "ana", at: Self.noon)
    }
  }

  @Test("before the first start a hold makes the journal, and nothing else does")
  func beforeTheFirstStart() async throws {
    let folder = try StateFolder()
    #expect(throws: JournalError.noJournal(directory: folder.path)) { try Self.hand(folder) }
    let hand = try Self.hand(folder, creates: true)
    let hold = try hand.hold(tenant: nil, rule: nil, why: "not yet", by: "ana", at: Self.noon)
    hand.close()
    #expect(try folder.permissions("journal.sqlite") == 0o600)
    let journal = try await folder.open()
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).holds == [hold])
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).hasAmnesia == false)
  }

  @Test(
    "a journal of an earlier version is brought up to date by a hold, but not under a daemon",
    .enabled { try Need.sqlite.isMet() })
  func earlierVersion() async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    try folder.sqlite(
      "DROP TABLE hold; DROP TABLE verdict; DELETE FROM grdb_migrations WHERE identifier IN ('5', 'holds-that-end')")
    #expect(throws: JournalError.olderSchema(file: folder.database)) { try folder.reader() }
    let hand = try Self.hand(folder)
    _ = try hand.hold(tenant: nil, rule: nil, why: "audit", by: "ana", at: Self.noon)
    hand.close()
    let journal = try await folder.open()
    try folder.sqlite(
      "DROP TABLE hold; DROP TABLE verdict; DELETE FROM grdb_migrations WHERE identifier IN ('5', 'holds-that-end')")
    do throws(JournalError) {
      _ = try Self.hand(folder)
      Issue.record("it was changed under a daemon")
    } catch {
      guard case .heldByAnother = error else { throw error }
    }
    try await journal.close()
  }

  @Test("a journal that is gone is not replaced by a hold")
  func lost() async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    #expect(throws: JournalError.missing(file: folder.database)) { try Self.hand(folder, creates: true) }
  }
}

/// The journal's own count of requests, whatever the caller remembers.
@Suite struct SecondCountTests {
  private static let limits = [Endpoint.complete: RateLimit(requests: 3, per: .seconds(60))]

  private static func arm(_ number: Int, _ stamp: ClockReading, _ journal: Journal) async throws(JournalError) {
    try await journal.commit(
      [
        .intent(.sample(number, task: "t\(number)", state: .armed, attempts: 1)),
        .requestSent(RequestEntry(id: Int64(number), endpoint: .complete, sent: stamp)),
      ], tenant: "acme", limits: limits)
  }

  @Test("no more attempts are armed within the window than the limit allows, and how long to wait is said")
  func window() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for number in 1...3 { try await Self.arm(number, .sample(seconds: 1_000 + number * 10), journal) }
    await #expect(throws: JournalError.overspent(.complete, wait: .seconds(21))) {
      try await Self.arm(4, .sample(seconds: 1_049), journal)
    }
    #expect(JournalError.overspent(.complete, wait: .seconds(21)).disposition == .retryLater)
    #expect(try folder.reader().intents(limit: 9).count == 3)
    try await Self.arm(4, .sample(seconds: 1_070), journal)
    // Reading is not counted, nor is another tenant.
    try await journal.commit([.requestSent(.sample(50, seconds: 1_070))], tenant: "acme", limits: Self.limits)
    try await journal.commit(
      [
        .intent(.sample(1, tenant: "other", state: .armed, attempts: 1)),
        .requestSent(RequestEntry(id: 1, endpoint: .complete, sent: .sample(seconds: 1_070))),
      ], tenant: "other", limits: Self.limits)
  }

  @Test("what was given back does not count")
  func withdrawn() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for number in 1...3 { try await Self.arm(number, .sample(), journal) }
    try await journal.commit([.requestWithdrawn(id: 2)], tenant: "acme")
    try await Self.arm(4, .sample(), journal)
  }

  @Test(
    "a crash loop cannot overspend, nor can a reboot or a clock that was set back",
    arguments: ["boot-1", "boot-2"], [0.0, -3_600, -300_000_000])
  func crashes(boot: String, clockStep: Double) async throws {
    let folder = try StateFolder()
    var armed = 0
    for life in 1...6 {
      let journal = try await folder.open()
      var stamp = ClockReading.sample(seconds: 1_000 + life, boot: life > 3 ? boot : "boot-1")
      if life > 3 { stamp.wall.addTimeInterval(clockStep) }
      do throws(JournalError) {
        try await Self.arm(life, stamp, journal)
        armed += 1
      } catch {
        guard case .overspent = error else { throw error }
      }
      try await journal.close()
    }
    #expect(armed == 3)
  }
}
