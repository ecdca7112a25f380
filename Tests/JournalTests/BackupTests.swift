import Foundation
import GeoTareas
import Glibc
import Journal
import Needs
import Records
import Testing

/// Copies of a journal that is in use.
@Suite struct BackupTests {
  private func used() async throws -> (folder: StateFolder, journal: Journal) {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for number in 1...40 {
      try await journal.commit(
        [.intent(.sample(number, task: "t\(number)", note: String(repeating: "x", count: 4_000)))], tenant: "acme")
    }
    return (folder, journal)
  }

  @Test("a copy made while a daemon writes is the journal of one moment, whole, and the daemon goes on")
  func beside() async throws {
    let (folder, journal) = try await used()
    let writing = Task {
      var number = 100
      while !Task.isCancelled {
        try await journal.commit([.intent(.sample(number, task: "w\(number)"))], tenant: "acme")
        number += 1
      }
      return number - 100
    }
    let other = try StateFolder()
    var made: [JournalBackup.Made] = []
    var seen = try await journal.head
    for number in 1...3 {
      while try await journal.head == seen { await Task.yield() }
      seen = try await journal.head
      made.append(try JournalBackup(directory: folder.path).write(to: other.path + "/\(number).sqlite"))
    }
    writing.cancel()
    #expect(try await writing.value > 0)
    try await journal.close()
    #expect(made.allSatisfy { $0.finding == nil && $0.bytes > 100_000 })
    #expect(made.map(\.head.sequence) == made.map(\.head.sequence).sorted())
    // Each is whole for another reader, too, and ends where it says.
    for copy in made {
      try FileManager.default.copyItem(atPath: copy.file, toPath: other.database)
      let reader = try other.reader()
      #expect(try reader.verify() == .whole(lines: copy.lines, head: copy.head))
      reader.close()
      for suffix in ["", "-wal", "-shm"] { unlink(other.database + suffix) }
    }
  }

  @Test("a copy is for its owner alone, whatever the umask, and nothing else is left beside it")
  func mode() async throws {
    let (folder, journal) = try await used()
    let other = try StateFolder()
    let made = try JournalBackup(directory: folder.path).write(to: other.path + "/copy")
    #expect(try other.permissions("copy") == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["copy"])
    #expect(Int64(other.size("copy") ?? 0) == made.bytes)
    try await journal.close()
  }

  @Test("what is there is never overwritten: a file, a folder, a link that leads nowhere")
  func nothingOverwritten() async throws {
    let (folder, journal) = try await used()
    let other = try StateFolder()
    try Data("mine".utf8).write(to: URL(filePath: other.path + "/file"))
    try FileManager.default.createSymbolicLink(atPath: other.path + "/link", withDestinationPath: "nowhere")
    let backup = JournalBackup(directory: folder.path)
    for name in ["file", "link"] {
      #expect(throws: BackupError.exists(other.path + "/" + name)) { try backup.write(to: other.path + "/" + name) }
    }
    #expect(throws: BackupError.isFolder(other.path)) { try backup.write(to: other.path) }
    #expect(try other.bytes("file") == Data("mine".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).sorted() == ["file", "link"])
    try await journal.close()
  }

  @Test("where a copy cannot be written, it says so and leaves nothing")
  func unwritable() async throws {
    let (folder, journal) = try await used()
    let missing = folder.path + "/nowhere/copy"
    let error = #expect(throws: BackupError.self) { try JournalBackup(directory: folder.path).write(to: missing) }
    #expect(error?.description.contains("No such file or directory. Nothing is left of it") == true)
    let empty = try StateFolder()
    let none = #expect(throws: BackupError.self) {
      try JournalBackup(directory: empty.path).write(to: empty.path + "/copy")
    }
    guard case .journal(.noJournal) = none else { Issue.record("\(String(describing: none))"); return }
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty.path).isEmpty)
    try await journal.close()
  }

  @Test("a restored copy is used once a person has accepted it, and knows what was done up to then")
  func restored() async throws {
    let (folder, journal) = try await used()
    let copy = folder.path + "/copy"
    let made = try JournalBackup(directory: folder.path).write(to: copy)
    try await journal.commit([.intent(.sample(90, task: "later"))], tenant: "acme")
    try await journal.close()
    for suffix in ["", "-wal", "-shm"] { unlink(folder.database + suffix) }
    try FileManager.default.moveItem(atPath: copy, toPath: folder.database)
    let error = await #expect(throws: JournalError.self) { _ = try await folder.open() }
    guard case .behind = error else { Issue.record("\(String(describing: error))"); return }
    let accepted = try await folder.open(acceptLoss: true)
    #expect(try await accepted.recall([TaskID("t40")], tenant: "acme")[TaskID("t40")]?.count == 1)
    #expect(try await accepted.recall([TaskID("later")], tenant: "acme")[TaskID("later")] ?? [] == [])
    #expect(try await accepted.head.sequence > made.head.sequence)
    try await accepted.close()
    guard case .whole = try folder.reader().verify() else { Issue.record("the trail is broken"); return }
  }

  @Test("a broken trail is copied all the same, and told", .enabled { try Need.sqlite.isMet() })
  func broken() async throws {
    let (folder, journal) = try await used()
    try await journal.close()
    try folder.sqlite(
      "DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_fixed; UPDATE audit SET why = 'x' WHERE seq = 3")
    let made = try JournalBackup(directory: folder.path).write(to: folder.path + "/copy")
    #expect(made.finding == .init(sequence: 3, fault: .changed))
    #expect(FileManager.default.fileExists(atPath: made.file))
  }

  @Test("a journal of an earlier version can be saved before it is brought up to date")
  func earlier() async throws {
    let (folder, journal) = try await used()
    try await journal.close()
    try folder.undoLastStep()
    let made = try JournalBackup(directory: folder.path).write(to: folder.path + "/copy")
    #expect(made.finding == nil && made.lines == 40)
  }

  @Test("how far it is, is told, for the copy and for the check")
  func progress() async throws {
    let (folder, journal) = try await used()
    var told: [JournalBackup.Step: Int] = [:]
    _ = try JournalBackup(directory: folder.path).write(to: folder.path + "/copy") { step, done, total in
      #expect(done <= total)
      told[step, default: 0] += 1
    }
    #expect(Set(told.keys) == [.copying, .checking])
    try await journal.close()
  }
}
