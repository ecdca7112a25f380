import Foundation
import Testing

extension World {
  /// Runs SQL on the journal past the daemon, as a person with a shell could.
  func sqlite(_ sql: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    // The daemon may be writing.
    process.arguments = ["-cmd", ".timeout 10000", folder + "/state/journal.sqlite", sql]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
