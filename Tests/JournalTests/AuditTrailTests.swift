import Foundation
import GeoTareas
import Journal
import JSON
import Needs
import Records
import Testing

@Suite struct AuditTrailTests {
  /// A closed journal whose trail has five lines.
  private func used() async throws -> StateFolder {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for (state, attempts) in [(Intent.State.planned, 0), (.armed, 1), (.unknown, 1), (.done, 1)] {
      try await journal.commit([.intent(.sample(state: state, attempts: attempts))], tenant: "acme")
    }
    try await journal.commit([.intent(.sample(2, tenant: "zeta", task: "ñ\n", note: "a\0b"))], tenant: "zeta")
    try await journal.close()
    return folder
  }

  private func tamper(_ folder: StateFolder, _ sql: String) throws {
    try folder.sqlite("DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_fixed; \(sql)")
  }

  /// The expected hash was computed by another program from the documented form.
  @Test("the hash of a line is what its documentation says")
  func form() {
    let row = AuditRow(
      sequence: 7, microseconds: 1_790_000_000_123_456, epoch: 3, kind: "intent.armed", tenant: "acme",
      subject: "acme-1", who: "capataz", why: "because: ñ", details: #"{"a":1}"#, hash: "")
    #expect(
      row.hash(after: AuditRow.origin) == "7e0bc94a6e3948deb8dfbc5eef1df5caed64401db4007fc65dd23a43a9552f6d")
  }

  @Test("a trail verifies while it is written and after, and its head is the last line")
  func whole() async throws {
    let folder = try await used()
    let head = try #require(try folder.reader().trail(of: "zeta-2").last)
    let end = AuditHead(sequence: 5, hash: head.hash)
    #expect(try folder.reader().verify() == .whole(lines: 5, head: end))
    #expect(head.why == "a\u{FFFD}b")
    let journal = try await folder.open()
    #expect(try await journal.head == end)
    try await journal.commit([.intent(.sample(3, task: "x"))], tenant: "acme")
    guard case .whole(6, _) = try folder.reader().verify() else { Issue.record("not whole"); return }
    try await journal.close()
  }

  @Test("arming is told with the exact request, the precondition and the rule as it was")
  func arming() async throws {
    let trail = try await used().reader().trail(of: "acme-1")
    let armed = try #require(trail[1].facts)
    let intent = Intent.sample(state: .armed, attempts: 1)
    #expect(armed["body"] == intent.write.body)
    #expect(armed["endpoint"]?.string == "complete")
    #expect(armed["rule"]?.string == "inbox" && armed["rule_fingerprint"]?.string == "f00d")
    #expect(armed["precondition"]?["status"]?.string == "PENDING" && armed["precondition"]?["user"]?.string == "17")
    #expect(armed["task"]?.string == "4711")
    #expect(trail.map(\.who) == ["capataz", "capataz", "capataz", "capataz"])
    #expect(trail.map(\.epoch) == [1, 1, 1, 1])
    #expect(abs(trail[1].at.timeIntervalSince(intent.changedAt)) < 0.000_001)
  }

  @Test(
    "each way to tamper is found at the first line it breaks", .enabled { try Need.sqlite.isMet() },
    arguments: [
      ("UPDATE audit SET why = 'x' WHERE seq = 3", 3, .changed),
      ("UPDATE audit SET at_us = at_us + 1 WHERE seq = 1", 1, .changed),
      ("UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 2", 2, .changed),
      ("DELETE FROM audit WHERE seq = 1", 2, .missing(from: 1)),
      ("DELETE FROM audit WHERE seq IN (2, 3)", 4, .missing(from: 2)),
      ("DELETE FROM audit WHERE seq > 3", 4, .cut(last: 5)),
      ("DELETE FROM audit", 1, .cut(last: 5)),
      ("UPDATE audit SET seq = 9 WHERE seq = 5", 9, .missing(from: 5)),
    ] as [(String, Int64, AuditResult.Fault)])
  func tampered(_ sql: String, _ sequence: Int64, _ fault: AuditResult.Fault) async throws {
    let folder = try await used()
    try tamper(folder, sql)
    #expect(try folder.reader().verify() == .broken(.init(sequence: sequence, fault: fault)))
  }

  @Test("a trail that is whole but not the one the mark knows was written anew", .enabled { try Need.sqlite.isMet() })
  func rewritten() async throws {
    let (folder, other) = (try await used(), try StateFolder())
    let journal = try await other.open()
    for number in 1...5 {
      try await journal.commit([.intent(.sample(number, task: "t\(number)"))], tenant: "acme")
    }
    try await journal.close()
    try other.snapshot(into: folder, only: ["journal.sqlite"])
    #expect(try folder.reader().verify() == .broken(.init(sequence: 5, fault: .rewritten)))
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    guard case .behind = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test("a start looks at the end of the trail", .enabled { try Need.sqlite.isMet() })
  func tail() async throws {
    let folder = try await used()
    try tamper(folder, "UPDATE audit SET why = 'x' WHERE seq = 4")
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    #expect(error?.description.contains("line 4 of its trail") == true)
    #expect(error?.disposition == .hold)
  }

  @Test(
    "lines from before the chain are sealed by one line, and a change to them is found",
    .enabled { try Need.sqlite.isMet() })
  func sealed() async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    try folder.sqlite(
      """
      DROP TABLE audit; DROP TRIGGER intent_history_is_closed; DELETE FROM grdb_migrations WHERE identifier = '4';
      INSERT INTO intent_history (tenant, number, epoch, changed, from_state, to_state, attempts, note) VALUES
        ('acme', 1, 1, 700000000.5, NULL, 'armed', 1, ''), ('acme', 1, 1, 700000001.25, 'armed', 'done', 1, 'ñ');
      """)
    try Data("capataz journal mark 1\nepoch 1\nsequence 2\n".utf8).write(to: URL(filePath: folder.mark))
    #expect(throws: JournalError.olderSchema(file: folder.database)) { try folder.reader() }
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(2))], tenant: "acme")
    try await journal.close()
    guard case .whole(2, let head) = try folder.reader().verify() else { Issue.record("not whole"); return }
    #expect(head.sequence == 4)
    #expect(try folder.reader().trail(of: "acme-1").map(\.kind) == ["intent.armed", "intent.done"])
    var exported: [Int64] = []
    try folder.reader().export { row, _ in exported.append(row.sequence) }
    #expect(exported == [1, 2, 3, 4])
    try folder.sqlite("DROP TRIGGER intent_history_is_fixed; UPDATE intent_history SET note = 'n' WHERE seq = 2")
    #expect(try folder.reader().verify() == .broken(.init(sequence: 3, fault: .sealedChanged)))
  }

  @Test("an accepted journal says so in its trail, which goes on verifying behind the lines that were lost")
  func accepted() async throws {
    let (folder, backup) = (try await used(), try StateFolder())
    try folder.snapshot(into: backup, only: ["journal.sqlite"])
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(3, task: "x")), .intent(.sample(4, task: "y"))], tenant: "acme")
    try await journal.close()
    try folder.snapshot(into: backup, only: ["journal.mark"])
    let next = try await backup.open(acceptLoss: true)
    #expect(try await next.accepted != nil)
    try await next.commit([.intent(.sample(3, task: "z"))], tenant: "acme")
    try await next.close()
    #expect(try await backup.open().accepted == nil)
    let word = try #require(try backup.reader().trail(of: "journal").first)
    #expect(word.kind == "journal.restored" && word.who == "ana" && word.why == "the disk died")
    #expect(word.sequence == 8)
    guard case .whole(7, let head) = try backup.reader().verify() else { Issue.record("not whole"); return }
    #expect(head.sequence == 9)
  }

  @Test("an export gives the lines of a tenant or from a time on, each with the hash before it")
  func export() async throws {
    let reader = try await used().reader()
    var all: [(row: AuditRow, previous: String)] = []
    try reader.export { all.append(($0, $1)) }
    #expect(all.map(\.row.sequence) == [1, 2, 3, 4, 5])
    for (row, previous) in all { #expect(row.hash(after: previous) == row.hash) }
    var some: [Int64] = []
    try reader.export(tenant: "zeta") { row, _ in some.append(row.sequence) }
    #expect(some == [5])
    some = []
    try reader.export(tenant: "acme", since: all[1].row.at) { row, _ in some.append(row.sequence) }
    #expect(some == [2, 3, 4])
  }
}
