import Foundation
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

@Suite("What was done, counted for a report") struct ActivityTests {
  private static let start = Intent.sample().changedAt

  private static func bars(_ count: Int, of length: Double = 100) -> [Range<Date>] {
    (0..<count).map { (start + Double($0) * length)..<(start + Double($0 + 1) * length) }
  }

  private static func decision(
    _ kind: DecisionEntry.Kind, _ task: String, at: Double, rule: String = "r", note: String = ""
  ) -> JournalEntry {
    .decision(
      DecisionEntry(
        at: start + at, task: TaskID(task), rule: rule, ruleFingerprint: "f", kind: kind, write: nil, note: note))
  }

  private static func intent(_ number: Int, _ task: String, _ state: Intent.State, at: Double, rule: String = "r")
    -> JournalEntry
  {
    var intent = Intent.sample(number, task: task, episode: number, state: state)
    (intent.rule, intent.attempts) = (rule, 2)
    (intent.createdAt, intent.changedAt) = (start + at - 1, start + at)
    return .intent(intent)
  }

  private static func activity(_ records: [JournalEntry], _ bars: [Range<Date>]) async throws -> Activity {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit(records, tenant: "acme")
    return try folder.reader().activity(of: "acme", in: bars, asOf: start + 1_000)
  }

  @Test("effects count by what came of them in the part of the span in which they changed; what is open does not count")
  func effects() async throws {
    let activity = try await Self.activity(
      [
        Self.intent(1, "1", .done, at: -1), Self.intent(2, "2", .done, at: 0), Self.intent(3, "3", .done, at: 99.9),
        Self.intent(4, "4", .refused, at: 100), Self.intent(5, "5", .superseded, at: 250, rule: "s"),
        Self.intent(6, "6", .parked, at: 10), Self.intent(7, "7", .unknown, at: 10),
        Self.intent(8, "8", .done, at: 300),
      ], Self.bars(3))
    #expect(activity.bars.map { $0[.done] } == [2, 0, 0] && activity.bars.map { $0[.refused] } == [0, 1, 0])
    #expect(activity.rules["r"]?.tally[.done] == 2 && activity.rules["r"]?.bars == [2, 1, 0])
    #expect(activity.rules["s"]?.tally[.superseded] == 1 && activity.rules["s"]?.bars == [0, 0, 1])
    #expect(activity.attempts == [.complete: 12], "what is open was sent as well")
    #expect(activity.lastLine > 0 && activity.lastHash.count == 64)
  }

  @Test("a task counts once for a rule and a kind of decision, though a restart says it again")
  func decisions() async throws {
    let activity = try await Self.activity(
      [
        Self.decision(.shadow, "1", at: 50), Self.decision(.shadow, "1", at: 150), Self.decision(.shadow, "2", at: 150),
        Self.decision(.blocked, "1", at: 160), Self.decision(.skipped, "3", at: 250), Self.decision(.dry, "4", at: 250),
        Self.decision(.act, "5", at: 10), Self.decision(.capped, "5", at: 10), Self.decision(.shadow, "6", at: -10),
      ], Self.bars(3))
    #expect(activity.bars.map { $0[.shadow] } == [1, 1, 0] && activity.bars.map { $0[.capped] } == [1, 0, 0])
    #expect(activity.rules["r"]?.tally.total == 6 && activity.decisionsSince == nil)
  }

  @Test("it took from the first decision to act until it was done; each effect on a task has its own first decision")
  func latency() async throws {
    let activity = try await Self.activity(
      [
        Self.decision(.act, "1", at: 10), Self.decision(.act, "1", at: 20), Self.intent(1, "1", .done, at: 40),
        Self.decision(.act, "1", at: 50), Self.intent(2, "1", .done, at: 55),
        // Another rule's decision, and one that came later, say nothing.
        Self.decision(.act, "2", at: 1, rule: "s"), Self.intent(3, "2", .done, at: 60),
        Self.decision(.act, "2", at: 70),
      ], Self.bars(1))
    let rule = try #require(activity.rules["r"])
    #expect(rule.tally[.done] == 3 && rule.latency.count == 2)
    #expect(rule.latency.quantile(0.5) == 5 && rule.latency.quantile(1) == 30)
    let slowest = try #require(rule.slowest)
    #expect(slowest.intent == "acme-1" && slowest.task == TaskID("1") && abs(slowest.seconds - 30) < 1e-3)
  }

  @Test("open are the tasks of the last poll whose last decision no effect has followed")
  func open() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let rows = try (1...5).map { try TenantRecordTests.row("\($0)") }
    try await journal.commit(
      [
        Self.decision(.act, "1", at: 10), Self.decision(.act, "2", at: 5), Self.decision(.act, "3", at: 5),
        Self.intent(1, "3", .done, at: 20), Self.decision(.act, "4", at: 1), Self.decision(.blocked, "4", at: 30),
        Self.decision(.act, "5", at: 2), Self.decision(.capped, "5", at: 40),
        // What a rule that only watches would have done instead stands beside the decision.
        Self.decision(.shadow, "2", at: 50, rule: "s", note: "instead of rule 'r'"),
        Self.decision(.act, "9", at: 1), .view(TaskListing(at: Self.start + 60, rows: rows)),
      ], tenant: "acme")
    let open = try folder.reader().openTasks(of: "acme")
    #expect(open.map(\.kind) == [.act, .blocked, .capped] && open.map(\.count) == [2, 1, 1])
    #expect(open.map(\.since) == [Self.start + 5, Self.start + 30, Self.start + 40])
    #expect(open.map(\.task.rawValue) == ["2", "4", "5"])
  }

  @Test("a span that reaches back further than decisions are kept is told")
  func pruned() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open(retention: Retention(decisions: .seconds(100)))
    for number in 0..<200 {
      try await journal.commit([Self.decision(.shadow, "\(number)", at: Double(number * 10))], tenant: "acme")
    }
    let activity = try folder.reader().activity(of: "acme", in: Self.bars(1, of: 5_000), asOf: Self.start + 2_000)
    #expect(try #require(activity.decisionsSince) > Self.start)
  }

  @Test(
    "every question to a long past goes by an index", .enabled { try Need.sqlite.isMet() },
    arguments: [
      ("SELECT * FROM intent WHERE " + ActivityQueries.refusals, 3), (ActivityQueries.effects, 3),
      (ActivityQueries.decisions, 1), (ActivityQueries.openTasks, 4),
    ])
  func plans(_ query: String, searches: Int) async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    let plan = try folder.sqlite("EXPLAIN QUERY PLAN \(query)").split(separator: "\n")
    #expect(plan.count { $0.contains("SEARCH") } == searches, "\(plan)")
    #expect(!plan.contains { $0.contains("SCAN") && !$0.contains("VIRTUAL TABLE") }, "\(plan)")
    // By tenant and number alone, all that came before or after would be looked at, for each effect again.
    #expect(!plan.contains { $0.contains("number<") || $0.contains("number>") }, "\(plan)")
    #expect(plan.allSatisfy { !$0.contains("decision_age") || query == ActivityQueries.decisions }, "\(plan)")
  }

  @Test("a spread keeps three digits, and a quantile is a length that there was")
  func spread() {
    var spread = Spread()
    #expect(spread.quantile(0.5) == nil)
    for seconds in [0.004, 1.234, 9.994, 12.34, 12_345, -3, .infinity] { spread.add(seconds) }
    #expect(spread.count == 7)
    let found = (1...7).map { spread.quantile(Double($0) / 7) }
    #expect(found == [0, 0, 1.23, 9.99, 12.3, 12_300, 1e9])
    var both = Spread()
    both.add(spread)
    both.add(spread)
    #expect(both.count == 14 && both.quantile(0.5) == 9.99)
  }
}
