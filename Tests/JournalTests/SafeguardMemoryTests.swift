import Engine
import Foundation
import GeoTareas
import Journal
import Pacing
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
    let recovery = try await journal.recover(tenant: "acme", asOf: .sample())
    #expect(recovery.pooled == [intents[0], intents[2]])
    #expect(try await journal.recall([TaskID("t1")], tenant: "acme")[TaskID("t1")] == [intents[0]])
  }

  @Test("a restart counts the attempts of the last day, however old their intents are, and no older ones")
  func recent() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    var today = Intent.sample(1, task: "a", state: .done, attempts: 1)
    var retried = Intent.sample(2, task: "b", state: .done, attempts: 2)
    var old = Intent.sample(3, task: "c", state: .done, attempts: 1)
    let never = Intent.sample(4, task: "d", state: .planned)
    let now = Stamp.sample()
    today.changedAt = now.wall.addingTimeInterval(-3_600)
    retried.createdAt = now.wall.addingTimeInterval(-90_000)
    retried.changedAt = now.wall.addingTimeInterval(-60)
    old.createdAt = now.wall.addingTimeInterval(-90_000)
    old.changedAt = now.wall.addingTimeInterval(-86_500)
    try await journal.commit([today, retried, old, never].map { .intent($0) }, tenant: "acme")
    let recovery = try await journal.recover(tenant: "acme", asOf: now)
    #expect(recovery.recent.map(\.task.rawValue) == ["a", "b"])
  }

  @Test("a restart remembers when a person last touched a task, of each tenant by itself")
  func touches() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let now = Stamp.sample()
    let first = now.wall.addingTimeInterval(-7_200)
    let last = now.wall.addingTimeInterval(-600)
    try await journal.commit([.touched(TaskID("a"), at: first)], tenant: "acme")
    try await journal.commit([.touched(TaskID("a"), at: last)], tenant: "acme")
    try await journal.commit([.touched(TaskID("a"), at: first)], tenant: "other")
    let recovery = try await journal.recover(tenant: "acme", asOf: now)
    #expect(recovery.touches == [TaskID("a"): last])
  }
}
