import Foundation
import GeoTareas
import Journal
import JSON
import Pacing
import Records
import Testing

/// A start asks the journal for the present, however long the past is.
@Suite struct LongJournalTests {
  private static let effects = 20_000
  /// Seconds between two of them: nearly a year in all.
  private static let apart = 1_500.0
  private static let now = ClockReading.sample()

  /// A journal in which a pool of seven gave a task away every 25 minutes, and somebody touched a task as often.
  private static func filled() async throws -> FaultyDrive {
    let drive = try FaultyDrive()
    try await drive.folder.open().close()
    let last = now.wall.timeIntervalSinceReferenceDate - 1
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(effects)) "
    let body = #"'{"assign_to_user_id":"u' || (i % 7) || '"}'"#
    try drive.folder.change(
      numbers + """
        INSERT INTO intent (tenant, number, task, instance, episode, endpoint, body, arguments, rule, rule_fingerprint,
          before_status, state, attempts, doubtful_attempts, created, changed, note, pool)
        SELECT 'acme', i, 't' || i, 'i-' || (i / 3), 1, 'reassign', \(body), \(body), 'route', 'f00d', 'PENDING', 'done', 1, 0,
          \(last) - (\(effects) - i) * \(apart), \(last) - (\(effects) - i) * \(apart), '', 'turns' FROM n
        """)
    try drive.folder.change(
      numbers + "INSERT INTO touch SELECT 'acme', 't' || i, \(last) - (\(effects) - i) * \(apart) FROM n")
    try drive.folder.change(
      numbers + """
        INSERT INTO pool_share SELECT 'acme', 'turns', 'u' || (i % 7), count(*), \(last), max(i) FROM n GROUP BY i % 7
        """)
    return drive
  }

  @Test("what it hands over does not grow with the past: the effects of a day, a share for each member")
  func amount() async throws {
    let drive = try await Self.filled()
    let journal = try await drive.folder.open(asOf: Self.now)
    let recovery = try await journal.recover(tenant: "acme", asOf: Self.now)
    #expect(recovery.recent.count == 58 && recovery.shares.count == 7)
    #expect(recovery.shares.map(\.given).reduce(0, +) == Self.effects)
    #expect(recovery.open.isEmpty && recovery.seen.isEmpty && recovery.nextIntent == Self.effects + 1)
    try await journal.close()
  }

  @Test("nor does what it reads for that: some pages of thousands, and no more for what the engine asks about tasks")
  func pages() async throws {
    let drive = try await Self.filled()
    let pages = (drive.folder.size("journal.sqlite") ?? 0) / 4_096
    #expect(pages > 1_500)
    let journal = try await drive.folder.open(asOf: Self.now)
    drive.fail(.read, nth: 100)
    _ = try await journal.recover(tenant: "acme", asOf: Self.now)
    #expect(!drive.hasFailed)
    drive.fail(.read, nth: 200)
    let tasks = (1...10).map { TaskID("t\($0 * 1_960)") }
    let known = try await journal.recollect(
      tasks, instances: (1...10).map { "i-\($0 * 640)" }, tenant: "acme", asOf: Self.now)
    #expect(!drive.hasFailed)
    drive.mend()
    #expect(known.intents.count == 10 && known.touches.count == 10)
    // Who had an instance is not remembered for ever.
    #expect(known.keepers.keys.sorted() == (6...10).map { "i-\($0 * 640)" }.sorted())
    #expect(known.keepers["i-6400"] == ["turns": "u\(19_202 % 7)"])
    try await journal.close()
  }

  @Test("touches that are forgotten are gone, and forgetting them reads no others")
  func touches() async throws {
    let drive = try await Self.filled()
    let journal = try await drive.folder.open(asOf: Self.now)
    try await journal.commit([.touchesForgotten(before: Self.now.wall - 30 * 86_400)], tenant: "acme")
    let tasks = [TaskID("t1"), TaskID("t18000"), TaskID("t19000")]
    let known = try await journal.recollect(tasks, instances: [], tenant: "acme", asOf: Self.now)
    #expect(known.touches.keys.sorted() == [TaskID("t19000")])
    try await journal.close()
  }

  @Test("the tasks of the last list come back as they were, but for those that we changed about then or since")
  func seen() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    func row(_ id: String, user: String) throws -> TaskListing.Row {
      let text = """
        {"id":"\(id)","instance_id":"9","status":"PENDING","assigned_to_user":{"id":"\(user)"},"assigned_to_group":null}
        """
      return .init(task: try #require(WorkflowTask(JSONReader.read(Array(text.utf8)))), overdue: false)
    }
    let rows = try ["1", "2", "3", "4"].map { try row($0, user: "u\($0)") }
    func intent(_ number: Int, _ task: String, at: TimeInterval, attempts: Int = 1) -> JournalEntry {
      var intent = Intent.sample(number, task: task, state: .done, attempts: attempts)
      intent.createdAt = Self.now.wall + at
      intent.changedAt = intent.createdAt
      return .intent(intent)
    }
    try await journal.commit(
      [
        .view(TaskListing(at: Self.now.wall, rows: rows)), intent(1, "1", at: -7_200), intent(2, "2", at: -60),
        intent(3, "3", at: 60), intent(4, "4", at: 60, attempts: 0),
      ], tenant: "acme")
    let seen = try await journal.recover(tenant: "acme", asOf: Self.now).seen
    let states = ["1", "4"].map { (TaskID($0), TaskState(status: "PENDING", user: "u\($0)", group: nil)) }
    #expect(seen == Dictionary(uniqueKeysWithValues: states))
    #expect(try await journal.recover(tenant: "other", asOf: Self.now).seen.isEmpty)
  }

  @Test("intents come in the order of their last changes, whatever their numbers and clocks")
  func order() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    func given(_ number: Int, _ state: Intent.State, at: TimeInterval) -> JournalEntry {
      var intent = Intent.sample(
        number, write: .reassign(to: .user(id: "u\(number)"), comment: nil), state: state, attempts: 1)
      intent.changedAt = Self.now.wall + at
      return .intent(intent)
    }
    for record in [
      given(1, .planned, at: 0), given(1, .superseded, at: 10), given(2, .done, at: 20), given(3, .refused, at: 30),
      // The clock was set back.
      given(1, .done, at: -500), given(4, .planned, at: -400),
    ] {
      try await journal.commit([record], tenant: "acme")
    }
    let task = Intent.sample().task
    #expect(try await journal.recall([task], tenant: "acme")[task]?.map(\.id) == [2, 3, 1, 4].map { "acme-\($0)" })
    let open = try await journal.recover(tenant: "acme", asOf: Self.now).open
    #expect(open.map(\.id) == [2, 3, 1, 4].map { "acme-\($0)" })
  }
}
