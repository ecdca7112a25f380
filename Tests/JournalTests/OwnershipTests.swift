import Foundation
import Glibc
import GeoTareas
import Journal
import Needs
import Pacing
import Records
import Testing

/// The state directory stays the daemon's, whoever gives a command.
@Suite("Files that root makes", .enabled { try Need.root.isMet() })
struct OwnershipTests {
  private static let daemon: uid_t = 65_534

  /// A state directory of the daemon's user.
  private static func folder() throws -> StateFolder {
    let folder = try StateFolder()
    try #require(chown(folder.path, daemon, daemon) == 0)
    return folder
  }

  /// The owners of all files in the directory, the last one's name for each.
  private static func owners(_ folder: StateFolder) throws -> [uid_t: String] {
    var owners: [uid_t: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      var info = stat()
      try #require(lstat(folder.path + "/" + name, &info) == 0)
      owners[info.st_uid] = name
    }
    return owners
  }

  private static func expectOurs(_ folder: StateFolder, _ where: SourceLocation = #_sourceLocation) throws {
    let owners = try owners(folder)
    #expect(owners.keys.map { $0 } == [daemon], "\(owners)", sourceLocation: `where`)
  }

  @Test("a journal that root makes, writes, marks and closes is the directory's owner's at every moment")
  func journal() async throws {
    let folder = try Self.folder()
    let journal = try await folder.open(markInterval: .zero)
    try Self.expectOurs(folder)
    try await journal.commit([.intent(.sample())], tenant: "acme")
    try Self.expectOurs(folder)
    try await journal.close()
    try Self.expectOurs(folder)
    try await folder.open().close()
    try Self.expectOurs(folder)
  }

  @Test("a hand of root's, before the first start and beside a daemon, leaves nothing of its own")
  func hand() async throws {
    let folder = try Self.folder()
    let hand = try OperatorJournal.open(directory: folder.path, asOf: .sample(), creates: true, allowVolatile: true)
    _ = try hand.hold(tenant: nil, rule: nil, why: "audit", by: "root", at: ClockReading.sample().wall)
    try Self.expectOurs(folder)
    hand.close()
    let reader = try folder.reader()
    #expect(try reader.holds().count == 1)
    try Self.expectOurs(folder)
    reader.close()
    try Self.expectOurs(folder)
  }

  @Test("a journal of an earlier version that root's hand brings up to date stays the owner's")
  func upgrade() async throws {
    let folder = try Self.folder()
    try await folder.open().close()
    try folder.undoLastStep()
    try Self.expectOurs(folder)
    let hand = try OperatorJournal.open(directory: folder.path, asOf: .sample(), allowVolatile: true)
    hand.close()
    try Self.expectOurs(folder)
  }

  @Test("a lost journal that root accepts is the owner's")
  func accepted() async throws {
    let folder = try Self.folder()
    try await folder.open().close()
    try FileManager.default.removeItem(atPath: folder.database)
    try await folder.open(acceptLoss: true).close()
    try Self.expectOurs(folder)
  }

  @Test("what an earlier version left to root is given back by the next command of root's")
  func givenBack() async throws {
    let folder = try Self.folder()
    try await folder.open().close()
    for name in ["journal.sqlite", "journal.mark", "capataz.lock"] { chown(folder.path + "/" + name, 0, 0) }
    try await folder.open().close()
    try Self.expectOurs(folder)
  }

  @Test("a link, or a file with another name elsewhere, is not given away", arguments: [true, false])
  func links(symbolic: Bool) async throws {
    let folder = try Self.folder()
    try await folder.open().close()
    let elsewhere = try StateFolder()
    let target = elsewhere.path + "/precious"
    try FileManager.default.moveItem(atPath: folder.mark, toPath: target)
    try #require((symbolic ? symlink(target, folder.mark) : link(target, folder.mark)) == 0)
    chown(target, 0, 0)
    // A link is no mark; another name of the mark's file goes when the mark is replaced.
    do { try await folder.open().close() } catch { #expect(symbolic) }
    var info = stat()
    #expect(stat(target, &info) == 0 && info.st_uid == 0)
  }

  @Test("where the directory is root's own, its files are")
  func ownDirectory() async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    #expect(try Self.owners(folder).keys.map { $0 } == [0])
  }
}
