import Foundation
import GRDB
import GeoTareas
import Journal
import Pacing
import Records
import Testing

/// The journal on a disk that fails at the first, second, third … call, until a run has no failure left.
@Suite struct FaultyDiskTests {
  /// What a life of the journal got through.
  private struct Life {
    /// The commits that returned.
    var kept: [Int] = []
    var failure: JournalError?
  }

  /// One life: every commit arms one intent, with its request, and settles the one before.
  private func live(in folder: StateFolder, commits: ClosedRange<Int>) async -> Life {
    var life = Life()
    do throws(JournalError) {
      let journal = try await folder.open(markInterval: .seconds(3_600))
      do throws(JournalError) {
        for number in commits {
          try await journal.commit(records(number), tenant: "acme")
          life.kept.append(number)
        }
      } catch {
        life.failure = error
      }
      try await journal.close()
    } catch {
      life.failure = life.failure ?? error
    }
    return life
  }

  private func records(_ number: Int) -> [JournalEntry] {
    let armed = Intent.sample(number, task: "t\(number)", state: .armed, attempts: 1)
    let done = Intent.sample(number - 1, task: "t\(number - 1)", state: .done, attempts: 1)
    return (number > 1 ? [.intent(done)] : []) + [.intent(armed), .requestSent(.sample(Int64(number)))]
  }

  /// Everything that was promised of a journal after a fault: what returned is there, nothing is there by halves, the
  /// trail verifies and new commits work.
  private func expectWhole(_ folder: StateFolder, kept: [Int], _ comment: Comment) async throws {
    let journal = try await folder.open()
    let recovery = try await journal.recover(tenant: "acme", asOf: .sample())
    let found = recovery.nextIntent - 1
    #expect(found >= kept.last ?? 0, comment)
    #expect(recovery.requests.map(\.id) == (found > 0 ? (1...Int64(found)).map(\.self) : []), comment)
    #expect(recovery.open.map(\.id) == (found > 0 ? ["acme-\(found)"] : []), comment)
    guard case .whole(let lines, _) = try folder.reader().verify() else {
      Issue.record("the trail is broken: \(comment)")
      return
    }
    #expect(lines == max(0, found * 2 - 1), comment)
    try await journal.commit([.intent(.sample(900, task: "after"))], tenant: "acme")
    try await journal.close()
  }

  /// A closed journal with a few commits in its past, so that opening it reads and recovers something.
  private func past() async throws -> StateFolder {
    let folder = try StateFolder()
    let life = await live(in: folder, commits: 1...2)
    try #require(life.failure == nil)
    return folder
  }

  private func drive(with past: StateFolder) throws -> FaultyDrive {
    let drive = try FaultyDrive()
    try past.snapshot(into: drive.folder)
    return drive
  }

  @Test(
    "fault 60: whichever call fails, what was committed is there and nothing by halves",
    arguments: FaultyDrive.Calls.allCases)
  func errors(at calls: FaultyDrive.Calls) async throws {
    let past = try await past()
    var faults = 0
    for nth in 1... {
      let drive = try drive(with: past)
      drive.fail(calls, nth: nth)
      let life = await live(in: drive.folder, commits: 3...4)
      guard drive.hasFailed else {
        #expect(life.kept == [3, 4])
        break
      }
      drive.mend()
      faults += 1
      if let failure = life.failure { #expect(failure.disposition == .stop, "\(calls) \(nth): \(failure)") }
      try await expectWhole(drive.folder, kept: [1, 2] + life.kept, "\(calls) \(nth)")
    }
    #expect(faults > 0)
  }

  @Test(
    "fault 60: whichever call fails while the first journal is made, the next start makes it",
    arguments: [
      FaultyDrive.Calls.read, .write, .sync, .open, .lock, .delete,
    ])
  func creation(at calls: FaultyDrive.Calls) async throws {
    for nth in stride(from: 1, through: .max, by: 3) {
      let drive = try FaultyDrive()
      drive.fail(calls, nth: nth)
      let life = await live(in: drive.folder, commits: 1...1)
      guard drive.hasFailed else { break }
      drive.mend()
      if let failure = life.failure { #expect(failure.disposition == .stop, "\(calls) \(nth): \(failure)") }
      try await expectWhole(drive.folder, kept: life.kept, "\(calls) \(nth)")
    }
  }

  @Test("fault 60: after a failed sync nothing more is written by this opening")
  func sticky() async throws {
    let drive = try drive(with: try await past())
    let journal = try await drive.folder.open()
    drive.fail(.sync, nth: 1)
    let failure = await #expect(throws: JournalError.self) { try await journal.commit(records(3), tenant: "acme") }
    #expect(drive.hasFailed)
    drive.mend()
    let error = try #require(failure)
    await #expect(throws: error) { try await journal.commit(records(3), tenant: "acme") }
    try await journal.close()
    try await expectWhole(drive.folder, kept: [1, 2], "reopened")
  }

  /// A journal with two pasts and a commit so large that the next one copies the log into the database first.
  private func laden() async throws -> (FaultyDrive, Journal) {
    let drive = try drive(with: try await past())
    let journal = try await drive.folder.open()
    let large = Intent.sample(
      3, task: "t3", state: .armed, attempts: 1, note: String(repeating: "long ", count: 500_000))
    try await journal.commit(
      [.intent(.sample(2, task: "t2", state: .done, attempts: 1)), .intent(large), .requestSent(.sample(3))],
      tenant: "acme")
    return (drive, journal)
  }

  @Test(
    "fault 60: a disk that fails while the log is copied into the database ends the journal before the next commit",
    arguments: [FaultyDrive.Calls.databaseWrite, .databaseSync])
  func checkpoint(at calls: FaultyDrive.Calls) async throws {
    let (drive, journal) = try await laden()
    drive.fail(calls, nth: 1)
    let failure = await #expect(throws: JournalError.self) { try await journal.commit(records(4), tenant: "acme") }
    #expect(drive.hasFailed)
    drive.mend()
    let error = try #require(failure)
    #expect(error.disposition == .stop)
    await #expect(throws: error) { try await journal.commit(records(4), tenant: "acme") }
    let cut = try drive.image()
    try await journal.close()
    #expect(drive.folder.size("journal.sqlite-wal") ?? 0 > 2_000_000, "the log is the only whole copy")
    for folder in [cut, drive.folder] {
      #expect(try folder.reader().intents(limit: 9).map(\.id) == ["acme-3", "acme-2", "acme-1"])
      try await expectWhole(folder, kept: [1, 2, 3], "\(calls)")
    }
  }

  @Test("a checkpoint that finds no room, or a reader in its way, is left for later")
  func checkpointLater() async throws {
    let (drive, journal) = try await laden()
    drive.fail(.databaseWrite, nth: 1, isFull: true)
    try await journal.commit(records(4), tenant: "acme")
    #expect(drive.hasFailed)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let reader = try DatabaseQueue(path: drive.folder.database, configuration: configuration)
    try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT * FROM meta") }
    for number in 5...6 { try await journal.commit(records(number), tenant: "acme") }
    try reader.inDatabase { try $0.execute(sql: "COMMIT") }
    try reader.close()
    let before = drive.folder.size("journal.sqlite") ?? 0
    try await journal.commit(records(7), tenant: "acme")
    #expect(drive.folder.size("journal.sqlite") ?? 0 >= before && before > 2_000_000)
    try await journal.close()
    #expect(drive.folder.size("journal.sqlite-wal") == nil)
    try await expectWhole(drive.folder, kept: [1, 2, 3, 4, 5, 6, 7], "reopened")
  }

  @Test(
    "fault 60: a disk that fails while the journal is closed is told, and the next start finds the log",
    arguments: [FaultyDrive.Calls.databaseWrite, .databaseSync])
  func closing(at calls: FaultyDrive.Calls) async throws {
    let drive = try drive(with: try await past())
    let journal = try await drive.folder.open()
    try await journal.commit(records(3), tenant: "acme")
    drive.fail(calls, nth: 1)
    let failure = await #expect(throws: JournalError.self) { try await journal.close() }
    #expect(drive.hasFailed && failure?.disposition == .stop)
    drive.mend()
    #expect(drive.folder.size("journal.sqlite-wal") ?? 0 > 0)
    #expect(try String(decoding: drive.folder.bytes("journal.mark"), as: UTF8.self).contains("state open"))
    try await expectWhole(drive.folder, kept: [1, 2, 3], "\(calls)")
  }

  @Test("fault 58: whichever write finds the disk full, nothing of that commit is kept and it works once there is room")
  func full() async throws {
    let past = try await past()
    var faults = 0
    for nth in 1... {
      let drive = try drive(with: past)
      let journal = try await drive.folder.open()
      drive.fail(.write, nth: nth, isFull: true)
      var kept = [1, 2]
      for number in 3...4 {
        do throws(JournalError) {
          try await journal.commit(records(number), tenant: "acme")
        } catch {
          #expect(error == .full(file: drive.folder.database), "\(nth)")
          faults += 1
          try await journal.commit(records(number), tenant: "acme")
        }
        kept.append(number)
      }
      let hasFailed = drive.hasFailed
      drive.mend()
      try await journal.close()
      try await expectWhole(drive.folder, kept: kept, "\(nth)")
      guard hasFailed else { break }
    }
    #expect(faults > 3)
  }

  @Test("fault 58: a disk that stays full refuses every commit, and takes the same ones once there is room")
  func stayingFull() async throws {
    let past = try await past()
    for room in stride(from: 0, through: 12_000, by: 1_500) {
      let drive = try drive(with: past)
      let journal = try await drive.folder.open()
      drive.fill(after: room)
      var refused: [Int] = []
      for number in 3...4 {
        do throws(JournalError) { try await journal.commit(records(number), tenant: "acme") } catch {
          #expect(error.disposition == .retryLater, "\(room): \(error)")
          refused.append(number)
          break
        }
      }
      drive.mend()
      for number in (refused.first ?? 5)..<5 { try await journal.commit(records(number), tenant: "acme") }
      try await journal.close()
      try await expectWhole(drive.folder, kept: [1, 2, 3, 4], "\(room)")
    }
  }

  @Test("fault 65: power lost before any sync leaves every commit that returned, from the first start on")
  func powerLoss() async throws {
    var cuts = 0
    for nth in 1... {
      let (drive, after) = (try FaultyDrive(), try StateFolder())
      drive.cutPower(nth: nth, to: after)
      let life = await live(in: drive.folder, commits: 1...4)
      guard drive.hasFailed else {
        #expect(life.kept == [1, 2, 3, 4])
        break
      }
      cuts += 1
      try await expectWhole(after, kept: life.kept, "sync \(nth)")
    }
    #expect(cuts > 8)
  }

  @Test("fault 65: power lost right after a commit returned leaves it")
  func acknowledged() async throws {
    let drive = try drive(with: try await past())
    let journal = try await drive.folder.open()
    for number in 3...5 {
      try await journal.commit(records(number), tenant: "acme")
      try await expectWhole(try drive.image(), kept: [number], "commit \(number)")
    }
    try await journal.close()
  }

  @Test("the disk of these tests does lose a commit that did not wait for it", arguments: [("NORMAL", 1), ("FULL", 2)])
  func losing(synchronous: String, rows: Int) throws {
    let drive = try FaultyDrive()
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous)")
    }
    let queue = try DatabaseQueue(path: drive.folder.path + "/test.sqlite", configuration: configuration)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (x); INSERT INTO t VALUES (1)") }
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.write { try $0.execute(sql: "INSERT INTO t VALUES (2)") }
    let image = try drive.image()
    let after = try DatabaseQueue(path: image.path + "/test.sqlite")
    #expect(try after.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == rows)
    try after.close()
    try queue.close()
  }
}
