import Foundation
import GeoTareas
import Journal
import JSON
import Pacing
import Records
import Testing

@Suite struct RoundTripTests {
  static let writes: [Write] = [
    .complete(result: "OK", capturedData: [], comment: nil),
    .complete(
      result: "ñ \"quoted\"\n",
      capturedData: [
        JSONMember("b", .number("1234567890123456789012.50")),
        JSONMember("a", .array([.null, .bool(true), .object([JSONMember("x", .string("🦺 \u{1}"))])])),
      ], comment: "hecho"),
    .reassign(to: .user(id: "104233445566778899"), comment: nil),
    .reassign(to: .group(id: "g"), comment: "a las 7"),
  ]

  @Test("an intent comes back as it was, whatever it writes", arguments: writes)
  func intent(write: Write) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let intent = Intent.sample(write: write, state: .parked, attempts: 3, note: "línea 1\nlínea 2 <0>")
    try await journal.commit([.intent(intent)], tenant: "acme")
    #expect(try await journal.recall([intent.task], tenant: "acme") == [intent.task: [intent]])
    #expect(try folder.reader().intent(id: "acme-1") == intent)
  }

  @Test("an intent comes back in each of its states", arguments: Intent.State.allCases)
  func state(state: Intent.State) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(state: state))], tenant: "acme")
    #expect(try folder.reader().intents(tenant: "acme", state: state, limit: 5) == [.sample(state: state)])
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).open.isEmpty == !state.isUnresolved)
  }

  @Test("a request is kept to the nanosecond, and settled once")
  func request() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.requestSent(.sample(8))], tenant: "acme")
    #expect(try folder.reader().requests(tenant: "acme") == [.sample(8)])
    try await journal.commit([.requestSettled(id: 8, at: .sample(seconds: 1_002))], tenant: "acme")
    try await journal.commit([.requestSettled(id: 8, at: .sample(seconds: 1_900))], tenant: "acme")
    try await journal.commit([.requestSettled(id: 99, at: .sample())], tenant: "acme")
    let recovery = try await journal.recover(tenant: "acme", asOf: .sample(seconds: 1_003))
    #expect(recovery == Recovery(requests: [.sample(8, settled: 1_002)], nextRequest: 9))
  }

  @Test("what was learnt of a limit comes back, the last of it, and for each endpoint")
  func lessons() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    var memory = LimiterSnapshot(
      strikes: 2, penalty: 1, easesIn: 3_600_000_000_000, patience: 7, blockedFor: 5, foreignCount: 3.25, foreignTime: 9
    )
    let first = Lesson(endpoint: .complete, memory: memory, at: .sample())
    memory.foreignTime = 0.1
    let last = Lesson(endpoint: .complete, memory: memory, at: .sample(seconds: 1_002))
    let other = Lesson(endpoint: .list, memory: LimiterSnapshot(), at: .sample())
    try await journal.commit([.learnt(first), .learnt(other)], tenant: "acme")
    try await journal.commit([.learnt(last)], tenant: "acme")
    #expect(try await journal.recover(tenant: "acme", asOf: .sample(seconds: 1_003)).lessons == [last, other])
    #expect(try await journal.recover(tenant: "other", asOf: .sample()).lessons.isEmpty)
  }

  @Test("a withdrawn request is gone, and its number is not given again")
  func withdrawn() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.requestSent(.sample(3))], tenant: "acme")
    try await journal.commit([.requestWithdrawn(id: 3)], tenant: "acme")
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()) == Recovery(nextRequest: 4))
  }

  @Test("a decision comes back as it was", arguments: DecisionEntry.Kind.allCases, [nil, writes[1]])
  func decision(kind: DecisionEntry.Kind, write: Write?) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let entry = DecisionEntry(
      at: ClockReading.sample().wall, task: TaskID("4711"), rule: "inbox", ruleFingerprint: "f00d", kind: kind,
      write: write,
      note: "quiet hours")
    try await journal.commit([.decision(entry)], tenant: "acme")
    let reader = try folder.reader()
    #expect(try reader.decisions(tenant: "acme", limit: 10) == [entry])
    #expect(try reader.decisions(tenant: "acme", task: TaskID("4711"), limit: 10) == [entry])
    #expect(try reader.decisions(tenant: "acme", task: TaskID("4712"), limit: 10).isEmpty)
  }

  @Test("the last listing replaces the one before, and keeps null apart from missing")
  func listing() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let task = try #require(
      WorkflowTask(
        JSONReader.read(
          Array(
            """
            {"id":"1","instance_id":"9","status":"PENDING","assigned_to_user":null,"due_date":"2026-03-15T11:30:01",
             "entity":{"type":"CLIENTE","id":null,"label":"Ñandú"},"escalated":true}
            """.utf8))))
    let listing = TaskListing(at: ClockReading.sample().wall, rows: [.init(task: task, overdue: true)])
    try await journal.commit([.view(TaskListing(at: .distantPast, rows: []))], tenant: "acme")
    try await journal.commit([.view(listing)], tenant: "acme")
    #expect(try folder.reader().latestListing(tenant: "acme") == listing)
    #expect(try folder.reader().latestListing(tenant: "zeta") == nil)
  }

  @Test("a detail stays beside the listing until it is read anew or the task is not listed any more")
  func details() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    func detail(_ id: String, _ total: Int) throws -> TaskDetail {
      let text = """
        {"id":"\(id)","instance_id":"9","status":"PENDING","assigned_to_user":null,"assigned_to_group":null,
         "previous_steps_data":[{"step_name":"Quote","captured_data":{"total":\(total)}}]}
        """
      return try #require(TaskDetail(JSONReader.read(Array(text.utf8))))
    }
    let (one, two) = (try detail("1", 10), try detail("2", 20))
    let at = ClockReading.sample().wall
    let both = TaskListing(at: at, rows: [one, two].map { .init(task: $0.task, overdue: false) })
    try await journal.commit([.view(both), .detail(try detail("1", 5), at: .distantPast)], tenant: "acme")
    try await journal.commit([.detail(one, at: at), .detail(two, at: at)], tenant: "acme")
    try await journal.commit([.detail(two, at: at)], tenant: "zeta")
    let kept = try folder.reader().latestListing(tenant: "acme")?.details
    #expect(kept == [one.task.id: .init(one, at: at), two.task.id: .init(two, at: at)])
    try await journal.commit([.view(TaskListing(at: at, rows: [both.rows[1]]))], tenant: "acme")
    #expect(try folder.reader().latestListing(tenant: "acme")?.details == [two.task.id: .init(two, at: at)])
  }

  @Test("how things stand replaces what stood before; without a poll of its own, it keeps the one before")
  func standing() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let reader = try folder.reader()
    #expect(try reader.standing(tenant: "acme") == nil)
    let first = TenantStanding.sample(tasks: 3)
    try await journal.commit([.standing(first)], tenant: "acme")
    #expect(try reader.standing(tenant: "acme") == first && reader.standing(tenant: "zeta") == nil)
    var second = TenantStanding.sample(seconds: 1_009, tasks: 0, trouble: "«502»\n")
    second.polledAt = nil
    try await journal.commit([.standing(second)], tenant: "acme")
    (second.polledAt, second.tasks) = (first.polledAt, 3)
    #expect(try reader.standing(tenant: "acme") == second)
    try await journal.commit([.standing(.sample(tasks: 7))], tenant: "acme")
    #expect(try reader.standing(tenant: "acme") == .sample(tasks: 7))
  }

  @Test("how things stand in a journal of an earlier version reads with nothing blocked, capped or for a person")
  func earlierStanding() throws {
    var standing = TenantStanding.sample(tasks: 3)
    standing.waits = [Wait(what: "everything", why: "x", since: nil, until: nil, advice: "y", needsPerson: true)]
    (standing.blocked, standing.capped) = (2, 3)
    let text = try JSONReader.read(Array(try JSONEncoder().encode(standing)))
    let earlier = Self.without(["blocked", "capped", "needsPerson"], text).text
    #expect(!earlier.contains("blocked") && !earlier.contains("capped") && !earlier.contains("needsPerson"))
    (standing.blocked, standing.capped, standing.waits[0].needsPerson) = (0, 0, false)
    #expect(try JSONDecoder().decode(TenantStanding.self, from: Data(earlier.utf8)) == standing)
  }

  /// The value without members of these names, at any depth.
  private static func without(_ names: Set<String>, _ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !names.contains($0.key) }.map { JSONMember($0.key, without(names, $0.value)) })
    case .array(let values): .array(values.map { without(names, $0) })
    default: value
    }
  }

  @Test("tenants share the file and nothing else")
  func tenants() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let ours = Intent.sample(1, tenant: "acme")
    let theirs = Intent.sample(1, tenant: "acme-sur")
    try await journal.commit([.intent(ours), .requestSent(.sample(5))], tenant: "acme")
    try await journal.commit([.intent(theirs), .requestSent(.sample(5))], tenant: "acme-sur")
    #expect(try await journal.recover(tenant: "acme-sur", asOf: .sample()).open == [theirs])
    #expect(try await journal.recall([ours.task], tenant: "acme") == [ours.task: [ours]])
    #expect(try folder.reader().intent(id: "acme-sur-1") == theirs)
    #expect(try folder.reader().intents(limit: 10).count == 2)
    #expect(try await journal.recover(tenant: "zeta", asOf: .sample()) == Recovery())
  }
}
