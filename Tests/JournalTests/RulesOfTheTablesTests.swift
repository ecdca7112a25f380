import Foundation
import GeoTareas
import Journal
import JSON
import Needs
import Pacing
import Records
import Testing

@Suite struct RulesOfTheTablesTests {
  @Test(
    "a task has one unresolved intent, in whatever state", arguments: [Intent.State.planned, .armed, .unknown, .parked])
  func oneUnresolved(state: Intent.State) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(1, state: state))], tenant: "acme")
    let second = Intent.sample(2, write: .reassign(to: .user(id: "5"), comment: nil))
    await #expect(throws: JournalError.self) { try await journal.commit([.intent(second)], tenant: "acme") }
    try await journal.commit([.intent(.sample(1, state: .done)), .intent(second)], tenant: "acme")
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).open == [.sample(1, state: .done), second])
  }

  @Test(
    "an effect is intended once in an episode, however its data are ordered and numbers written",
    arguments: [
      [JSONMember("b", .bool(false)), JSONMember("a", .number("12.50"))],
      [JSONMember("a", .string("12.50")), JSONMember("b", .bool(false))],
    ])
  func oneEffect(again: [JSONMember]) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let members = [JSONMember("a", .number("12.50")), JSONMember("b", .bool(false))]
    let write = Write.complete(result: "OK", capturedData: members, comment: nil)
    let same = Write.complete(result: "OK", capturedData: again, comment: nil)
    #expect(EffectKey(write) == EffectKey(same))
    try await journal.commit([.intent(.sample(1, write: write, state: .refused))], tenant: "acme")
    let conflict = await #expect(throws: JournalError.self) {
      try await journal.commit([.intent(.sample(2, write: same))], tenant: "acme")
    }
    #expect(conflict?.description.contains("acme-2") == true)
    #expect(conflict?.disposition == .retryLater)
    try await journal.commit([.intent(.sample(2, episode: 2, write: same))], tenant: "acme")
  }

  @Test("a commit that is refused leaves nothing, and the next one works")
  func allOrNothing() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    await #expect(throws: JournalError.self) {
      try await journal.commit(
        [.requestSent(.sample(1)), .intent(.sample(1)), .intent(.sample(2))], tenant: "acme")
    }
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()) == Recovery())
    #expect(try folder.reader().trail(of: "acme-1").isEmpty)
    try await journal.commit([.intent(.sample(1))], tenant: "acme")
  }

  @Test(
    "an intent of another tenant, without a number, of another task or with a NUL in it is refused",
    arguments: [
      Intent.sample(1, tenant: "zeta"), .sample(0), .sample(-3), .sample(1, task: "4712"), .sample(2, task: "4712\0x"),
    ])
  func foreign(intent: Intent) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(1))], tenant: "acme")
    await #expect(throws: JournalError.self) { try await journal.commit([.intent(intent)], tenant: "acme") }
  }

  @Test(
    "a write that could not be read back is refused",
    arguments: [
      Write.complete(result: "a\0b", capturedData: [], comment: nil),
      .complete(result: "OK", capturedData: [JSONMember("n", .number("1e"))], comment: nil),
      .complete(result: "OK", capturedData: [JSONMember("n", .null), JSONMember("n", .null)], comment: nil),
    ])
  func unreadable(write: Write) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    await #expect(throws: JournalError.self) {
      try await journal.commit([.intent(.sample(write: write))], tenant: "acme")
    }
  }

  @Test(
    "every change of an intent is in its trail, and the trail cannot be altered", .enabled { try Need.sqlite.isMet() })
  func trail() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for (state, attempts) in [(Intent.State.planned, 0), (.armed, 1), (.unknown, 1), (.done, 1)] {
      let note = "now \(state.rawValue)"
      try await journal.commit([.intent(.sample(state: state, attempts: attempts, note: note))], tenant: "acme")
    }
    let trail = try folder.reader().trail(of: "acme-1")
    #expect(trail.map(\.kind) == ["intent.planned", "intent.armed", "intent.unknown", "intent.done"])
    #expect(trail.map { $0.facts?["from"]?.string } == [nil, "planned", "armed", "unknown"])
    #expect(trail.map(\.why).last == "now done")
    #expect(trail.map(\.sequence) == [1, 2, 3, 4])
    #expect(try folder.sqlite("DELETE FROM audit").contains("only added to"))
    #expect(try folder.sqlite("UPDATE audit SET why = ''").contains("only added to"))
    #expect(try folder.sqlite("DELETE FROM intent").contains("kept for ever"))
  }

  @Test("recall gives all intents of a task, oldest first, and leaves unknown tasks out")
  func recall() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let handOver = Write.reassign(to: .group(id: "g"), comment: nil)
    let known = [
      Intent.sample(9, episode: 1, state: .done), .sample(12, episode: 2, state: .refused),
      .sample(13, episode: 2, write: handOver),
    ]
    try await journal.commit(
      known.map { .intent($0) } + [.intent(.sample(10, task: "other", state: .done))], tenant: "acme")
    let found = try await journal.recall([TaskID("4711"), TaskID("nobody")], tenant: "acme")
    #expect(found == [TaskID("4711"): known])
    let recovery = try await journal.recover(tenant: "acme", asOf: .sample())
    #expect(recovery.open == known)
    #expect(recovery.nextIntent == 14)
  }

  @Test("dates are shown to people in UTC, with milliseconds", .enabled { try Need.sqlite.isMet() })
  func shownDates() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample()), .requestSent(.sample(1))], tenant: "acme")
    #expect(try folder.sqlite("SELECT id, created_at FROM intent") == "acme-1|2026-09-21T14:13:20.988Z")
    #expect(try folder.sqlite("SELECT sent_at, settled_at IS NULL FROM request") == "2026-09-21T14:30:00.123Z|1")
  }
}
