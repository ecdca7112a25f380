import Foundation
import GRDB
import GeoTareas
import Journal
import Pacing
import Records

/// A state directory of one test, removed with it.
final class StateFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/journal.sqlite" }
  var mark: String { path + "/journal.mark" }

  func open(
    asOf now: ClockReading = .sample(), acceptLoss: Bool = false, markInterval: Duration = .seconds(900),
    retention: Retention = Retention()
  ) async throws(JournalError) -> Journal {
    try await Journal.open(
      directory: path, asOf: now, allowVolatile: true,
      acceptance: acceptLoss ? Acceptance(who: "ana", why: "the disk died") : nil,
      retention: retention, markInterval: markInterval)
  }

  func reader() throws(JournalError) -> JournalReader { try JournalReader.open(directory: path) }

  func bytes(_ name: String = "journal.sqlite") throws -> Data {
    try Data(contentsOf: URL(filePath: path + "/" + name))
  }

  func size(_ name: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.size] as? Int
  }

  func permissions(_ name: String = "") throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
  }

  /// Copies the files as they are now, as a power cut would leave them.
  func snapshot(into other: StateFolder, only names: [String]? = nil) throws {
    for name in try names ?? FileManager.default.contentsOfDirectory(atPath: path) where name != "capataz.lock" {
      let target = other.path + "/" + name
      if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: target)
    }
  }

  /// Runs SQL past the journal, as a person with a shell could; gives back what it prints.
  @discardableResult
  func sqlite(_ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [database, sql]
    // Not a pipe: other children could inherit its end and keep it from ever being at an end.
    let output = FileManager.default.temporaryDirectory.appending(path: "printed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    let file = try FileHandle(forWritingTo: output)
    process.standardOutput = file
    process.standardError = file
    try process.run()
    process.waitUntilExit()
    try file.close()
    return String(decoding: try Data(contentsOf: output), as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Makes the journal one of the version before the last step of its tables.
  func undoLastStep() throws {
    for statement in [
      "DROP TABLE pool_share", "DROP INDEX intent_latest", "DROP INDEX intent_instance", "DROP INDEX touch_age",
      "CREATE INDEX intent_pool ON intent (tenant, pool, changed)",
      "CREATE INDEX intent_age ON intent (tenant, created)", "DELETE FROM grdb_migrations WHERE identifier = 'present'",
    ] {
      try change(statement)
    }
  }

  /// Runs one statement past the journal.
  func change(_ sql: String, _ arguments: String...) throws {
    let queue = try DatabaseQueue(path: database)
    try queue.write { try $0.execute(sql: sql, arguments: StatementArguments(arguments)) }
    try queue.close()
  }
}

extension ClockReading {
  static func sample(seconds: Int = 1_000, boot: String = "boot-1") -> ClockReading {
    ClockReading(
      boot: boot, instant: Instant(nanoseconds: Int64(seconds) * 1_000_000_000 + 7),
      wall: Date(timeIntervalSince1970: 1_790_000_000.123_456 + Double(seconds)))
  }
}

extension Intent {
  static func sample(
    _ number: Int = 1, tenant: String = "acme", task: String = "4711", episode: Int = 1,
    write: Write = .complete(result: "OK", capturedData: [], comment: nil), state: State = .planned,
    attempts: Int = 0, note: String = ""
  ) -> Intent {
    Intent(
      id: "\(tenant)-\(number)", task: TaskID(task), instance: "i-9", episode: episode, write: write, rule: "inbox",
      ruleFingerprint: "f00d", precondition: TaskState(status: "PENDING", user: "17", group: nil), state: state,
      attempts: attempts, doubtfulAttempts: attempts / 2,
      createdAt: Date(timeIntervalSince1970: 1_790_000_000.987_654_3),
      changedAt: Date(timeIntervalSince1970: 1_790_000_001.1 + Double(attempts)), note: note)
  }
}

extension RequestEntry {
  static func sample(_ id: Int64, seconds: Int = 1_000, boot: String = "boot-1", settled: Int? = nil) -> RequestEntry {
    RequestEntry(
      id: id, endpoint: .list, sent: .sample(seconds: seconds, boot: boot),
      settled: settled.map { .sample(seconds: $0, boot: boot) })
  }
}

extension TenantStanding {
  static func sample(seconds: Int = 1_000, tasks: Int, trouble: String? = nil) -> TenantStanding {
    TenantStanding(
      at: ClockReading.sample(seconds: seconds).wall, polledAt: ClockReading.sample(seconds: seconds - 2).wall,
      tasks: tasks,
      queued: 4, inDoubt: 1, held: 2, trouble: trouble, rules: "f00d", mode: .live,
      budgets: Endpoint.allCases.map { endpoint in
        BudgetReading(
          endpoint: endpoint, limit: 10, used: 3, foreign: 1, penalty: 0, nextFreeIn: 0.5, sharedWith: [],
          waiting: endpoint == .complete ? 7 : 0, drainsIn: 42)
      })
  }
}
