import Foundation
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

@Suite struct OpeningTests {
  @Test("a second journal is refused while the first is open, and welcome after it is closed")
  func lock() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let holder = String(ProcessInfo.processInfo.processIdentifier)
    await #expect(throws: JournalError.heldByAnother(directory: folder.path, holder: holder)) {
      _ = try await folder.open()
    }
    try await journal.commit([.intent(.sample())], tenant: "acme")
    try await journal.close()
    try await journal.close()
    await #expect(throws: JournalError.closed) { try await journal.commit([], tenant: "acme") }
    let next = try await folder.open()
    #expect(try await next.recover(tenant: "acme", asOf: .sample()).open == [.sample()])
    #expect(try await next.epoch == 2)
  }

  @Test("a reader is told whether somebody writes, and turns no one away by asking")
  func inUse() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let reader = try folder.reader()
    #expect(reader.isInUse && reader.isInUse)
    try await journal.close()
    #expect(!reader.isInUse)
    let next = try await folder.open()
    #expect(reader.isInUse)
    try await next.close()
    try FileManager.default.removeItem(atPath: folder.path + "/capataz.lock")
    #expect(!reader.isInUse)
  }

  @Test("a journal from before there were standings is brought up to date", .enabled { try Need.sqlite.isMet() })
  func earlierVersion() async throws {
    let folder = try StateFolder()
    let old = try await folder.open()
    try await old.commit([.intent(.sample())], tenant: "acme")
    try await old.close()
    try folder.sqlite("DROP TABLE standing; DELETE FROM grdb_migrations WHERE identifier = '7'")
    #expect(throws: JournalError.olderSchema(file: folder.database)) { try folder.reader() }
    let journal = try await folder.open()
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).open == [.sample()])
    try await journal.commit([.standing(.sample(tasks: 1))], tenant: "acme")
    #expect(try folder.sqlite("SELECT noted_at FROM standing").hasPrefix("20"))
  }

  @Test("letting go of a journal without closing it loses nothing and unlocks it")
  func dropped() async throws {
    let folder = try StateFolder()
    try await { try await folder.open().commit([.intent(.sample(state: .armed))], tenant: "acme") }()
    let next = try await folder.open()
    #expect(try await next.recover(tenant: "acme", asOf: .sample()).open == [.sample(state: .armed)])
  }

  @Test("what was committed is there after the process is gone in the middle")
  func crash() async throws {
    let folder = try StateFolder()
    let after = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.intent(.sample(state: .armed, attempts: 1))], tenant: "acme")
    try folder.snapshot(into: after)
    let next = try await after.open()
    let recovery = try await next.recover(tenant: "acme", asOf: .sample())
    let armed = Intent.sample(state: .armed, attempts: 1)
    #expect(recovery == Recovery(open: [armed], nextIntent: 2, recent: [BegunEffect(armed)]))
    #expect(try await journal.epoch < next.epoch)
  }

  @Test(
    "a child process does not inherit the lock",
    .enabled { try Need.command("/bin/sleep").isMet() })
  func inheritance() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let child = Process()
    child.executableURL = URL(filePath: "/bin/sleep")
    child.arguments = ["60"]
    try child.run()
    defer { kill(child.processIdentifier, SIGKILL) }
    try await journal.close()
    _ = try await folder.open()
  }

  @Test("the files are for their owner alone")
  func permissions() async throws {
    let outer = try StateFolder()
    let inner = outer.path + "/state"
    let journal = try await Journal.open(directory: inner, asOf: .sample(), allowVolatile: true)
    try await journal.commit([.intent(.sample())], tenant: "acme")
    #expect(try outer.permissions("state") == 0o700)
    for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.mark", "capataz.lock"] {
      #expect(try outer.permissions("state/" + name) == 0o600, "\(name)")
    }
  }

  @Test("a directory that others may write to is refused")
  func open() async throws {
    let folder = try StateFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: folder.path)
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    #expect(error?.description.contains("chmod 700") == true)
    #expect(folder.size("journal.sqlite") == nil)
  }

  @Test("fault 63: a file system that forgets is refused unless asked for", .enabled { try Need.memoryFiles.isMet() })
  func volatile() async throws {
    let path = "/dev/shm/journal-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = await #expect(throws: JournalError.self) {
      _ = try await Journal.open(directory: path, asOf: .sample())
    }
    #expect(error?.description.contains("tmpfs") == true)
    #expect(error?.disposition == .stop)
    _ = try await Journal.open(directory: path, asOf: .sample(), allowVolatile: true)
  }

  @Test("a reader sees what a writer in the same moment commits, and takes nothing from it")
  func reader() async throws {
    let folder = try StateFolder()
    #expect(throws: JournalError.noJournal(directory: folder.path)) { try folder.reader() }
    let journal = try await folder.open()
    let reader = try folder.reader()
    #expect(try reader.intents(limit: 5).isEmpty)
    try await journal.commit([.intent(.sample(1))], tenant: "acme")
    try await journal.commit([.intent(.sample(2, task: "x", state: .done))], tenant: "acme")
    #expect(try reader.intents(tenant: "acme", limit: 5).map(\.id) == ["acme-2", "acme-1"])
    #expect(try reader.intents(tenant: "acme", limit: 1).map(\.id) == ["acme-2"])
    #expect(try reader.intents(state: .planned, limit: 5).map(\.id) == ["acme-1"])
    #expect(try reader.intent(id: "acme-3") == nil)
    #expect(try reader.intent(id: "nonsense") == nil)
    try await journal.close()
    #expect(try reader.intents(limit: 5).count == 2)
    reader.close()
  }

  @Test("a commit waits for the disk")
  func synchronous() async throws {
    let folder = try StateFolder()
    #expect(try await folder.open().synchronous == 2)
    #expect(try await folder.open().synchronous == 2)
  }

  @Test(
    "fault 59: a lock that somebody else keeps is waited for, then reported, and the next commit works",
    .enabled { try Need.sqlite.isMet() })
  func busy() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let shell = Process()
    let (input, output) = (Pipe(), Pipe())
    shell.executableURL = URL(filePath: "/usr/bin/sqlite3")
    shell.arguments = [folder.database]
    shell.standardInput = input
    shell.standardOutput = output
    try shell.run()
    try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'locked';\n".utf8))
    #expect(try output.fileHandleForReading.read(upToCount: 6) == Data("locked".utf8))
    await #expect(throws: JournalError.busy(file: folder.database)) {
      try await journal.commit([.intent(.sample())], tenant: "acme")
    }
    // The end of its input may be held open by another child, and milder signals are blocked in it.
    kill(shell.processIdentifier, SIGKILL)
    shell.waitUntilExit()
    try await journal.commit([.intent(.sample())], tenant: "acme")
  }
}
