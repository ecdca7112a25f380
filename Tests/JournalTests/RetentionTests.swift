import Foundation
import GeoTareas
import Journal
import Pacing
import Records
import Testing

@Suite struct RetentionTests {
  @Test("requests that can no longer matter go; those that may, stay")
  func requests() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let now = 200_000
    let kept: [RequestEntry] = [
      .sample(2, seconds: now - 7_300, settled: now - 7_190), .sample(3, seconds: now - 80_000),
      .sample(5, seconds: now - 7_100, boot: "boot-0", settled: now - 7_000),
    ]
    let gone: [RequestEntry] = [
      .sample(1, seconds: now - 7_300, settled: now - 7_210), .sample(4, seconds: now - 90_000),
      .sample(6, seconds: now - 9_000, boot: "boot-0", settled: now - 8_000),
    ]
    try await journal.commit((kept + gone).map { .requestSent($0) }, tenant: "acme")
    try await journal.commit([.requestSent(gone[0])], tenant: "zeta")
    let recovered = try await journal.recover(tenant: "acme", asOf: .sample(seconds: now))
    #expect(recovered.requests.map(\.id) == [2, 3, 5])
    #expect(try folder.reader().requests(tenant: "acme").count == 6)
    try await journal.commit((7...64).map { .requestSent(.sample($0, seconds: now)) }, tenant: "acme")
    #expect(try folder.reader().requests(tenant: "acme").map(\.id) == [2, 3, 5] + Array(7...64))
    #expect(try folder.reader().requests(tenant: "zeta").count == 1)
    #expect(try await journal.recover(tenant: "acme", asOf: .sample(seconds: now)).nextRequest == 65)
  }

  @Test("decisions are kept for thirty days")
  func decisions() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let now = ClockReading.sample().wall
    func entry(daysAgo: Double) -> JournalEntry {
      .decision(
        DecisionEntry(
          at: now - daysAgo * 86_400, task: TaskID("1"), rule: "r", ruleFingerprint: "f", kind: .act, write: nil))
    }
    try await journal.commit([entry(daysAgo: 31), entry(daysAgo: 29)], tenant: "acme")
    // Of a tenant that is no more, too.
    try await journal.commit([entry(daysAgo: 40)], tenant: "gone")
    try await journal.commit((4...67).map { _ in entry(daysAgo: 0) }, tenant: "acme")
    #expect(try folder.reader().decisions(tenant: "acme", limit: 100).count == 65)
    #expect(try folder.reader().decisions(tenant: "gone", limit: 100).isEmpty)
  }

  @Test("the oldest decisions go when there are more than the configuration keeps, and the audit trail stays whole")
  func mostDecisions() async throws {
    let folder = try StateFolder()
    let journal = try await Journal.open(
      directory: folder.path, asOf: .sample(), allowVolatile: true, retention: Retention(mostDecisions: 100))
    for number in 1...5 {
      let decisions = (1...64).map { place in
        JournalEntry.decision(
          DecisionEntry(
            at: ClockReading.sample().wall, task: TaskID("\(number)-\(place)"), rule: "r", ruleFingerprint: "f",
            kind: .act,
            write: nil))
      }
      try await journal.commit([.intent(.sample(number, task: "\(number)"))] + decisions, tenant: "acme")
    }
    let kept = try folder.reader().decisions(tenant: "acme", limit: 1_000)
    #expect(kept.count == 100)
    #expect(Set(kept.map(\.task)).isSuperset(of: (1...64).map { TaskID("5-\($0)") }))
    #expect(try folder.reader().intents(limit: 10).count == 5)
    try await journal.close()
  }

  @Test("the write-ahead log does not grow without bound")
  func boundedLog() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let note = String(repeating: "x", count: 100_000)
    for attempt in 1...200 {
      try await journal.commit([.intent(.sample(state: .unknown, attempts: attempt, note: note))], tenant: "acme")
    }
    // 200 commits are 40 MB at least; the log is folded in after a thousand pages, 4 MiB.
    #expect(try #require(folder.size("journal.sqlite-wal")) < 6_000_000)
  }
}
