import Foundation
import GeoTareas
import Journal
import JSON
import Pacing
import Records
import Testing

/// Records that cannot be kept, whatever is tried.
@Suite struct RefusedRecordTests {
  private static let unreadable = Write.complete(result: "a\0b", capturedData: [], comment: nil)

  private static func infinite() -> TenantStanding {
    var standing = TenantStanding.sample(tasks: 1)
    standing.budgets[0].nextFreeIn = .infinity
    return standing
  }

  private static func taskDecision(_ task: String, _ write: Write? = nil) -> JournalEntry {
    .decision(
      DecisionEntry(
        at: ClockReading.sample().wall, task: TaskID(task), rule: "inbox", ruleFingerprint: "f00d", kind: .shadow,
        write: write,
        note: "by day"))
  }

  static let bad: [JournalEntry] = [
    .intent(.sample(1, write: unreadable)), .intent(.sample(1, tenant: "other")), .intent(.sample(2, task: "a\0b")),
    .requestSent(.sample(7)), .standing(infinite()), taskDecision("a\0b"),
  ]

  @Test(
    "a record that cannot be kept is named by its place; nothing stays of its commit, and the rest can be kept",
    arguments: bad)
  func place(bad: JournalEntry) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.requestSent(.sample(7))], tenant: "acme")
    let good: [JournalEntry] = [.intent(.sample(5, task: "5", state: .done)), Self.taskDecision("5")]
    let error = await #expect(throws: JournalError.self) {
      try await journal.commit([good[0], bad, good[1]], tenant: "acme")
    }
    guard case .conflict(_, let place)? = error else { throw try #require(error) }
    #expect(place == 1 && error?.disposition == .retryLater)
    let reader = try folder.reader()
    #expect(try reader.intents(limit: 9).isEmpty && reader.decisions(tenant: "acme", limit: 9).isEmpty)
    try await journal.commit(good, tenant: "acme")
    #expect(try reader.intents(limit: 9).count == 1 && reader.decisions(tenant: "acme", limit: 9).count == 1)
  }

  @Test(
    "what is wrong with one tenant's record is not told to others whose commits wait for the disk with it",
    arguments: bad)
  func isolation(bad: JournalEntry) async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for number in 0..<60 { try await journal.commit([.requestSent(.sample(7))], tenant: "t\(number)") }
    let before = await journal.transactionCount
    try await withThrowingTaskGroup { group in
      for number in 0..<60 {
        group.addTask {
          let good: [JournalEntry] = [.requestSent(.sample(8))]
          guard number % 3 == 1 else { return try await journal.commit(good, tenant: "t\(number)") }
          await #expect(throws: JournalError.self) { try await journal.commit(good + [bad], tenant: "t\(number)") }
        }
      }
      try await group.waitForAll()
    }
    // Else nothing was committed together.
    #expect(await journal.transactionCount - before < 60)
    let reader = try folder.reader()
    for number in 0..<60 {
      #expect(try reader.requests(tenant: "t\(number)").count == (number % 3 == 1 ? 1 : 2), "tenant \(number)")
    }
    try await journal.close()
  }

  @Test("a decision is kept without a request that cannot be")
  func decision() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([Self.taskDecision("1", Self.unreadable)], tenant: "acme")
    let kept = try #require(try folder.reader().decisions(tenant: "acme", limit: 9).first)
    #expect(kept.write == nil && kept.kind == .shadow && kept.note == "by day (its request cannot be kept)")
  }

  @Test("a list or a detail that cannot be read back is none, for those who look")
  func unreadableView() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let task = try #require(
      WorkflowTask(JSONReader.read(Array(#"{"id":"1","instance_id":"2","status":"PENDING"}"#.utf8))))
    try await journal.commit(
      [.view(TaskListing(at: ClockReading.sample().wall, rows: [.init(task: task, overdue: false)]))], tenant: "acme")
    try await journal.close()
    try folder.change("UPDATE listing SET tasks = '[\"\\u0000\"'")
    #expect(try folder.reader().latestListing(tenant: "acme") == nil)
  }

  @Test("an effect whose request takes its time from the clock comes back as the same effect")
  func clocked() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    func write(_ time: String) -> Write {
      .complete(
        result: "OK", capturedData: [JSONMember("at", .string(time)), JSONMember("n", .number("1"))], comment: nil)
    }
    func effect(_ write: Write) -> EffectKey {
      EffectKey(stored: #"{"captured_data":{"at":{"clock":"now"},"n":"1"},"result_code":"OK"}"#, of: write)
    }
    var first = Intent.sample(1, state: .refused)
    first.write = write("2026-03-09T10:00:00")
    first.effect = effect(first.write)
    try await journal.commit([.intent(first)], tenant: "acme")
    let known = try await journal.recall([first.task], tenant: "acme")
    #expect(known[first.task] == [first])
    var second = Intent.sample(2)
    second.write = write("2026-03-10T11:22:33")
    second.effect = effect(second.write)
    #expect(second.effect == first.effect)
    let again = second
    await #expect(throws: JournalError.self) { try await journal.commit([.intent(again)], tenant: "acme") }
    // Another attempt of the same intent sends, and keeps, what the clock shows by then.
    first.write = second.write
    first.state = .armed
    try await journal.commit([.intent(first)], tenant: "acme")
    #expect(try folder.reader().intent(id: "acme-1")?.write == second.write)
  }

  @Test("an intent that an earlier version kept is the same effect")
  func earlier() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let write = Write.complete(
      result: "OK", capturedData: [JSONMember("b", .number("12.5")), JSONMember("a", .string("x"))], comment: nil)
    try await journal.commit([.intent(.sample(write: write, state: .refused))], tenant: "acme")
    try await journal.close()
    try folder.change(
      "UPDATE intent SET arguments = ?", #"{"captured_data":{"a":"x","b":12.5},"result_code":"OK"}"#)
    #expect(try folder.reader().intent(id: "acme-1")?.effect == EffectKey(write))
  }
}
