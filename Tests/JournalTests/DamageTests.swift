import Foundation
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

@Suite struct DamageTests {
  /// A closed journal with an intent in it.
  private func used() async throws -> StateFolder {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(state: .armed))], tenant: "acme")
    try await journal.close()
    return folder
  }

  enum Harm: CaseIterable { case garbage, empty, cutShort, overwrittenPage }

  @Test("fault 61: a damaged file is refused and left as it is, by daemon and reader alike", arguments: Harm.allCases)
  func corrupt(harm: Harm) async throws {
    let folder = try await used()
    var bytes = try folder.bytes()
    switch harm {
    case .garbage: bytes = Data(repeating: 0x58, count: 8_192)
    case .empty: bytes = Data()
    case .cutShort: bytes = bytes.prefix(bytes.count / 2)
    case .overwrittenPage: bytes.replaceSubrange(8_192..<12_288, with: Data(repeating: 0xA5, count: 4_096))
    }
    try bytes.write(to: URL(filePath: folder.database))
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    #expect(error?.disposition == .hold)
    #expect(error?.description.contains(folder.database) == true)
    #expect(try folder.bytes() == bytes)
    await #expect(throws: JournalError.self) { _ = try await folder.open(acceptLoss: true) }
    #expect(try folder.bytes() == bytes)
    if harm == .garbage || harm == .empty { #expect(throws: JournalError.self) { try folder.reader() } }
  }

  @Test("a database of somebody else is not made a journal", .enabled { try Need.sqlite.isMet() })
  func foreign() async throws {
    let folder = try StateFolder()
    try folder.sqlite("CREATE TABLE t (x)")
    let bytes = try folder.bytes()
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    #expect(error?.description.contains("not one of capataz") == true)
    #expect(try folder.bytes() == bytes)
  }

  @Test("fault 64: a journal of a later version is refused untouched", .enabled { try Need.sqlite.isMet() })
  func newer() async throws {
    let folder = try await used()
    try folder.sqlite("INSERT INTO grdb_migrations VALUES ('2030'); PRAGMA journal_mode = DELETE")
    let bytes = try folder.bytes()
    await #expect(throws: JournalError.newerSchema(file: folder.database)) { _ = try await folder.open() }
    #expect(throws: JournalError.newerSchema(file: folder.database)) { try folder.reader() }
    #expect(try folder.bytes() == bytes)
  }

  @Test("a journal that is gone is missed, not made anew")
  func missing() async throws {
    let folder = try await used()
    try FileManager.default.removeItem(atPath: folder.database)
    await #expect(throws: JournalError.missing(file: folder.database)) { _ = try await folder.open() }
    #expect(throws: JournalError.missing(file: folder.database)) { try folder.reader() }
    #expect(folder.size("journal.sqlite") == nil)
    let journal = try await folder.open(acceptLoss: true)
    #expect(try await journal.epoch == 2)
    #expect(try await journal.recover(tenant: "acme", asOf: .sample(seconds: 8_000)) == Recovery(hasAmnesia: true))
    try await journal.close()
    let later = try await folder.open()
    #expect(try await later.recover(tenant: "acme", asOf: .sample(seconds: 8_000)).hasAmnesia)
    #expect(try await !later.recover(tenant: "acme", asOf: .sample(seconds: 9_000)).hasAmnesia)
  }

  @Test("a write-ahead log without its database tells of a lost one")
  func orphan() async throws {
    let folder = try StateFolder()
    try Data(repeating: 1, count: 4_152).write(to: URL(filePath: folder.database + "-wal"))
    await #expect(throws: JournalError.missing(file: folder.database)) { _ = try await folder.open() }
    #expect(folder.size("journal.sqlite-wal") == 4_152)
  }

  @Test("fault 62: a file of an earlier opening is recognised")
  func restored() async throws {
    let folder = try await used()
    let backup = try StateFolder()
    try folder.snapshot(into: backup, only: ["journal.sqlite"])
    try await folder.open().close()
    try backup.snapshot(into: folder)
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    guard case .behind = error else { Issue.record("\(String(describing: error))"); return }
    let journal = try await folder.open(acceptLoss: true)
    #expect(try await journal.epoch == 3)
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).hasAmnesia)
    try await journal.close()
    _ = try await folder.open()
  }

  @Test("fault 62: a file from earlier in the same opening is recognised, and its numbers are not used twice")
  func rolledBack() async throws {
    let folder = try StateFolder()
    let backup = try StateFolder()
    let journal = try await folder.open(markInterval: .zero)
    try await journal.commit([.intent(.sample(1, task: "a"))], tenant: "acme")
    try folder.snapshot(into: backup, only: ["journal.sqlite", "journal.sqlite-wal"])
    try await journal.commit([.intent(.sample(2, task: "b")), .intent(.sample(3, task: "c"))], tenant: "acme")
    try folder.snapshot(into: backup, only: ["journal.mark"])
    let error = await #expect(throws: JournalError.self) { _ = try await backup.open() }
    #expect(error?.description.contains("1 lines in its trail, the last one 3") == true)
    let next = try await backup.open(acceptLoss: true)
    try await next.commit([.intent(.sample(1, task: "a", state: .done))], tenant: "acme")
    #expect(try backup.reader().trail(of: "acme-1").map(\.sequence) == [1, 5])
  }

  @Test("fault 61: a journal that lost its write-ahead log is older than its mark says")
  func logLost() async throws {
    let (folder, after) = (try StateFolder(), try StateFolder())
    let journal = try await folder.open(markInterval: .zero)
    try await journal.commit([.intent(.sample())], tenant: "acme")
    try folder.snapshot(into: after, only: ["journal.sqlite", "journal.mark"])
    let error = await #expect(throws: JournalError.self) { _ = try await after.open() }
    guard case .behind = error else { Issue.record("\(String(describing: error))"); return }
    try await journal.close()
  }

  @Test("a mark from before the trail was chained is understood")
  func earlierMark() async throws {
    let folder = try await used()
    try Data("capataz journal mark 1\nepoch 1\nsequence 1\n".utf8).write(to: URL(filePath: folder.mark))
    try await folder.open().close()
    #expect(try String(decoding: folder.bytes("journal.mark"), as: UTF8.self).hasPrefix("capataz journal mark 2\n"))
    try Data("capataz journal mark 1\nepoch 2\nsequence 2\n".utf8).write(to: URL(filePath: folder.mark))
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    #expect(error?.description.contains("1 lines in its trail, the last one 2") == true)
  }

  @Test("an unreadable mark is refused, a missing one is written again")
  func mark() async throws {
    let folder = try await used()
    let mark = try folder.bytes("journal.mark")
    try Data("epoch".utf8).write(to: URL(filePath: folder.mark))
    await #expect(throws: JournalError.corrupt(file: folder.mark, detail: "it does not read as a mark")) {
      _ = try await folder.open()
    }
    try FileManager.default.removeItem(atPath: folder.mark)
    try await folder.open().close()
    #expect(try folder.bytes("journal.mark") != mark)
  }

  @Test("once the file is moved away nothing more is written, even when it is back")
  func moved() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try FileManager.default.moveItem(atPath: folder.database, toPath: folder.database + ".old")
    let error = try #require(
      await #expect(throws: JournalError.self) { try await journal.commit([.intent(.sample())], tenant: "acme") })
    #expect(error.disposition == .stop)
    try FileManager.default.moveItem(atPath: folder.database + ".old", toPath: folder.database)
    await #expect(throws: error) { try await journal.commit([.intent(.sample())], tenant: "acme") }
    try await journal.close()
    #expect(try await folder.open().recover(tenant: "acme", asOf: .sample()) == Recovery())
  }

  @Test("an owner that was passed over stops writing", .enabled { try Need.sqlite.isMet() })
  func takenOver() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try folder.sqlite("UPDATE meta SET epoch = epoch + 1")
    await #expect(throws: JournalError.takenOver(file: folder.database)) {
      try await journal.commit([.intent(.sample())], tenant: "acme")
    }
    await #expect(throws: JournalError.takenOver(file: folder.database)) {
      try await journal.commit([], tenant: "acme")
    }
  }

  @Test("writes are fenced off once another process has opened the journal", .enabled { try Need.sqlite.isMet() })
  func fence() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let fence = try await journal.fence
    #expect(fence.objection(tenant: "acme", rule: "r", task: TaskID("1")) == nil)
    try await journal.commit([.intent(.sample())], tenant: "acme")
    #expect(fence.objection(tenant: "acme", rule: "r", task: TaskID("1")) == nil)
    try folder.sqlite("UPDATE meta SET epoch = epoch + 1")
    #expect(fence.objection(tenant: "acme", rule: "r", task: TaskID("1")) == "another process has opened the journal")
  }

  @Test("writes are fenced off once the journal is closed, and its write-ahead log is tidied away")
  func fenceClosed() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let fence = try await journal.fence
    try await journal.close()
    #expect(fence.objection(tenant: "acme", rule: "r", task: TaskID("1")) == "the journal cannot be read")
    #expect(folder.size("journal.sqlite-wal") == nil)
  }

  @Test(
    "SQLite's codes are sorted by what is to be done",
    arguments: [
      (.retryLater, [5, 6, 13, 18, 19, 20, 261, 2067, 4874]), (.hold, [11, 26, 267]),
      (.stop, [1, 7, 8, 10, 14, 776, 1034]),
    ] as [(JournalError.Disposition, [Int32])])
  func codes(disposition: JournalError.Disposition, codes: [Int32]) {
    for code in codes {
      #expect(JournalError(sqliteCode: code, message: "m", file: "/f").disposition == disposition, "\(code)")
    }
  }
}
