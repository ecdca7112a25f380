import Foundation
import GeoTareas
import Journal
import Pacing
import Records
import Testing

/// What limits, pools and hands-off times find again after a restart.
@Suite struct SafeguardMemoryTests {
  @Test("a restart finds what pools gave away, oldest first, and not what was never applied")
  func pools() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    func given(_ number: Int, _ state: Intent.State) -> Intent {
      var intent = Intent.sample(
        number, task: "t\(number)", write: .reassign(to: .user(id: "u\(number)"), comment: nil), state: state,
        attempts: 1)
      intent.pool = "collections"
      return intent
    }
    let intents = [given(1, .done), given(2, .refused), given(3, .unknown), given(4, .superseded)]
    let plain = Intent.sample(5, task: "t5", state: .done, attempts: 1)
    try await journal.commit((intents + [plain]).map { .intent($0) }, tenant: "acme")
    let shares = try await journal.recover(tenant: "acme", asOf: .sample()).shares
    // Each counts with its first attempt, as in one life: whose turn was the last does not change with a refusal.
    #expect(shares.map(\.member) == ["u1", "u2", "u3", "u4"] && shares.allSatisfy { $0.given == 1 })
    #expect(shares.map(\.lastNumber) == [1, 2, 3, 4] && shares.allSatisfy { $0.pool == "collections" })
    let known = try await journal.recollect(
      [TaskID("t1")], instances: ["i-9", "none"], tenant: "acme", asOf: .sample())
    #expect(known.intents == [TaskID("t1"): [intents[0]]] && known.keepers == ["i-9": ["collections": "u3"]])
  }

  @Test("a share counts once for each effect, however many attempts it takes, and comes over from an earlier version")
  func shares() async throws {
    let folder = try StateFolder()
    var journal = try await folder.open()
    func given(_ number: Int, to user: String, attempts: Int, _ state: Intent.State) -> JournalEntry {
      var intent = Intent.sample(
        number, task: "t\(number)", write: .reassign(to: .user(id: user), comment: nil), state: state,
        attempts: attempts)
      intent.pool = "turns"
      return .intent(intent)
    }
    for record in [
      given(1, to: "ana", attempts: 0, .planned), given(1, to: "ana", attempts: 1, .armed),
      given(1, to: "ana", attempts: 1, .planned), given(1, to: "ana", attempts: 2, .armed),
      given(1, to: "ana", attempts: 2, .done), given(2, to: "bea", attempts: 1, .done),
      given(3, to: "ana", attempts: 1, .done), given(4, to: "cai", attempts: 0, .superseded),
    ] {
      try await journal.commit([record], tenant: "acme")
    }
    let shares = try await journal.recover(tenant: "acme", asOf: .sample()).shares
    #expect(shares.map(\.member) == ["ana", "bea"] && shares.map(\.given) == [2, 1])
    #expect(shares.map(\.lastNumber) == [3, 2])
    try await journal.close()
    try folder.undoLastStep()
    journal = try await folder.open()
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).shares == shares)
  }

  @Test("a restart counts the attempts of the last day, however old their intents are, and no older ones")
  func recent() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    var today = Intent.sample(1, task: "a", state: .done, attempts: 1)
    var retried = Intent.sample(2, task: "b", state: .done, attempts: 2)
    var old = Intent.sample(3, task: "c", state: .done, attempts: 1)
    let never = Intent.sample(4, task: "d", state: .planned)
    let now = ClockReading.sample()
    today.changedAt = now.wall.addingTimeInterval(-3_600)
    retried.createdAt = now.wall.addingTimeInterval(-90_000)
    retried.changedAt = now.wall.addingTimeInterval(-60)
    old.createdAt = now.wall.addingTimeInterval(-90_000)
    old.changedAt = now.wall.addingTimeInterval(-86_500)
    try await journal.commit([today, retried, old, never].map { .intent($0) }, tenant: "acme")
    let recovery = try await journal.recover(tenant: "acme", asOf: now)
    #expect(recovery.recent == [BegunEffect(today), BegunEffect(retried)])
  }

  @Test("a restart remembers when a person last touched a task, of each tenant by itself")
  func touches() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let now = ClockReading.sample()
    let first = now.wall.addingTimeInterval(-7_200)
    let last = now.wall.addingTimeInterval(-600)
    try await journal.commit([.touched(TaskID("a"), at: first)], tenant: "acme")
    try await journal.commit([.touched(TaskID("a"), at: last)], tenant: "acme")
    try await journal.commit([.touched(TaskID("a"), at: first)], tenant: "other")
    let known = try await journal.recollect(
      [TaskID("a"), TaskID("b")], instances: [], tenant: "acme", asOf: .sample())
    #expect(known.touches == [TaskID("a"): last])
    try await journal.commit([.touchesForgotten(before: now.wall.addingTimeInterval(-599))], tenant: "acme")
    #expect(try await journal.recollect([TaskID("a")], instances: [], tenant: "acme", asOf: now).touches.isEmpty)
    #expect(try await journal.recollect([TaskID("a")], instances: [], tenant: "other", asOf: now).touches.count == 1)
  }
}
