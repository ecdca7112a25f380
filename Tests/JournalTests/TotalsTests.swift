import Foundation
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

/// Counters for metrics.
@Suite("What is added up for metrics") struct TotalsTests {
  private static let start = Intent.sample().createdAt

  private static func intent(_ state: Intent.State, _ seconds: Double, number: Int = 1) -> JournalEntry {
    var intent = Intent.sample(number, task: "\(number)", state: state, attempts: 1)
    intent.changedAt = start + seconds
    return .intent(intent)
  }

  private static func decision(_ kind: DecisionEntry.Kind, _ seconds: Double, task: Int = 1) -> JournalEntry {
    .decision(
      DecisionEntry(
        at: start + seconds, task: TaskID("\(task)"), rule: "inbox", ruleFingerprint: "f", kind: kind, write: nil))
  }

  /// A total as one word for tests.
  private static func totals(_ folder: StateFolder, _ tenant: String = "acme") throws -> [String: Double] {
    let reader = try folder.reader()
    defer { reader.close() }
    let totals = try reader.metrics().totals[tenant] ?? [:]
    return Dictionary(
      uniqueKeysWithValues: totals.map { total, value in
        (([total.name.rawValue] + total.labels.map(\.value)).joined(separator: " "), value)
      })
  }

  @Test("an effect counts when it comes to an outcome, once, and what was proved by reading apart")
  func outcomes() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for state in [Intent.State.planned, .armed, .done, .done] {
      try await journal.commit([Self.intent(state, 1)], tenant: "acme")
    }
    for state in [Intent.State.armed, .unknown, .armed, .unknown, .done] {
      try await journal.commit([Self.intent(state, 1, number: 2)], tenant: "acme")
    }
    for (number, state) in [(3, Intent.State.refused), (4, .superseded), (5, .parked)] {
      try await journal.commit([Self.intent(.armed, 0, number: number)], tenant: "acme")
      try await journal.commit([Self.intent(state, 1, number: number)], tenant: "acme")
    }
    let now = ClockReading.sample()
    let hand = try OperatorJournal.open(directory: folder.path, asOf: now)
    _ = try hand.resolve("acme-5", .done, why: "seen", by: "ana", at: now.wall)
    hand.close()
    let totals = try Self.totals(folder)
    #expect(
      totals.filter { $0.key.hasPrefix("intents ") } == [
        "intents done inbox": 1, "intents verified inbox": 1, "intents refused inbox": 1,
        "intents superseded inbox": 1, "intents parked inbox": 1, "intents resolved inbox": 1,
      ])
    #expect(totals["delays 1"] == 2 && totals["delay_seconds"] == 2)
  }

  @Test("a delay is from the first decision to act since the rule's last effect on the task")
  func delays() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([Self.decision(.shadow, -900), Self.decision(.act, -50)], tenant: "acme")
    try await journal.commit([Self.decision(.act, -20)], tenant: "acme")
    try await journal.commit([Self.intent(.armed, 0)], tenant: "acme")
    try await journal.commit([Self.intent(.done, 2)], tenant: "acme")
    #expect(try Self.totals(folder).filter { $0.key.hasPrefix("delay") } == ["delays 60": 1, "delay_seconds": 52])
    var next = Intent.sample(2, task: "1", episode: 2, state: .armed, attempts: 1)
    (next.createdAt, next.changedAt) = (Self.start + 100, Self.start + 100)
    try await journal.commit([Self.decision(.act, 90), .intent(next)], tenant: "acme")
    (next.state, next.changedAt) = (.done, Self.start + 20_090)
    try await journal.commit([.intent(next)], tenant: "acme")
    #expect(
      try Self.totals(folder).filter { $0.key.hasPrefix("delay") } == [
        "delays 60": 1, "delays +Inf": 1, "delay_seconds": 20_052,
      ])
  }

  @Test("they go on over restarts, and do not go back where decisions are deleted")
  func lasting() async throws {
    let folder = try StateFolder()
    var journal = try await folder.open(retention: Retention(mostDecisions: 10))
    for round in 1...3 {
      try await journal.commit(
        (1...64).map { Self.decision(.act, Double(round * 100 + $0), task: round * 100 + $0) }
          + [.counted([.poll(isComplete: true): 5, .request(.list, code: "2xx"): 6])], tenant: "acme")
      try await journal.close()
      journal = try await folder.open(retention: Retention(mostDecisions: 10))
    }
    try await journal.commit([Self.decision(.blocked, 1_000)], tenant: "zeta")
    #expect(try folder.reader().decisions(tenant: "acme", limit: 1_000).count < 100)
    #expect(
      try Self.totals(folder) == ["decisions act inbox": 192, "polls ok": 15, "requests 2xx list": 18])
    #expect(try Self.totals(folder, "zeta") == ["decisions blocked inbox": 1])
  }

  @Test("what is counted has the words that are kept for ever")
  func words() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit(
      [
        .counted([
          .poll(isComplete: false): 1, .request(.reassign, code: "timeout"): 2,
          .limitExceeded(.list, isForeign: true): 3, .limitExceeded(.list, isForeign: false): 4,
          .undecided(rule: "a\"\n"): 5, .undecided(rule: "b"): 6,
        ])
      ], tenant: "acme")
    #expect(
      try Self.totals(folder) == [
        "polls failed": 1, "requests timeout reassign": 2, "rate_limited list true": 3, "rate_limited list false": 4,
        "decisions unknown a\"\n": 5, "decisions unknown b": 6,
      ])
  }

  @Test("a commit that is refused counts nothing")
  func refused() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    await #expect(throws: JournalError.self) {
      try await journal.commit(
        [.counted([.poll(isComplete: true): 1]), Self.decision(.act, 1), .intent(.sample(tenant: "other"))],
        tenant: "acme")
    }
    #expect(try Self.totals(folder).isEmpty)
  }

  @Test("a journal of an earlier version begins with what it holds")
  func earlier() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for (number, state) in [(1, Intent.State.done), (2, .done), (3, .refused), (4, .parked), (5, .armed), (6, .parked)]
    {
      try await journal.commit([Self.intent(state, 1, number: number)], tenant: "acme")
    }
    try await journal.commit([Self.decision(.act, 1), Self.decision(.shadow, 2)], tenant: "acme")
    let now = ClockReading.sample()
    let hand = try OperatorJournal.open(directory: folder.path, asOf: now)
    _ = try hand.resolve("acme-6", .drop, why: "seen", by: "ana", at: now.wall)
    hand.close()
    try await journal.close()
    for change in ["DROP TABLE total", "DELETE FROM grdb_migrations WHERE identifier = 'totals'"] {
      try folder.change(change)
    }
    #expect(throws: JournalError.olderSchema(file: folder.database)) { try folder.reader() }
    try await folder.open().close()
    #expect(
      try Self.totals(folder) == [
        "intents done inbox": 2, "intents refused inbox": 1, "intents parked inbox": 1, "intents resolved inbox": 1,
        "decisions act inbox": 1, "decisions shadow inbox": 1,
      ])
  }
}
