package import Foundation
import Platform

/// What outlives the process: how far the log was read, what is counted and what waits.
///
/// All of it is in one file, which is replaced as a whole: so a restart neither repeats nor loses a record. Only a notice
/// that was sent in the very moment of a crash is sent twice.
package struct NoticeMemory: Sendable, Equatable, Codable {
  private var version = 1
  /// The place of the last record in the systemd journal; nil before the first one.
  package var cursor: String?
  /// The time of that record; before the first one, when this began.
  package var at: Date
  package var desk: NoticeDesk

  package init(at: Date, desk: NoticeDesk) {
    self.at = at
    self.desk = desk
  }

  static func file(in directory: String) -> String { directory + "/notify.json" }

  /// What is kept in a directory; nil where nothing is, or nothing that can be read.
  package init?(in directory: String) {
    guard let data = try? Data(contentsOf: URL(filePath: Self.file(in: directory))),
      let memory = try? JSONDecoder().decode(NoticeMemory.self, from: data), memory.version == 1
    else { return nil }
    self = memory
  }

  /// Keeps it, durably; returns why that was not possible.
  package func save(in directory: String) -> String? {
    let file = Self.file(in: directory)
    guard let data = try? JSONEncoder().encode(self) else { return "\(file): it cannot be encoded" }
    do throws(SystemFailure) { try replaceFile(file, by: Array(data), mode: 0o600) } catch { return "\(error)" }
    return nil
  }
}
