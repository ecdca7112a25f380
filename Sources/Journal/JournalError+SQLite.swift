import GRDB
import Glibc

extension JournalError {
  /// Sorts a result code of SQLite, primary or extended.
  ///
  /// Source: <https://www.sqlite.org/rescode.html>. What is not named there as something else counts as ``io(file:detail:)``:
  /// then nothing more is written.
  package init(sqliteCode: Int32, message: String, file: String) {
    switch ResultCode(rawValue: sqliteCode).primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(file: file)
    case .SQLITE_FULL: self = .full(file: file)
    // The file of shared memory beside the database could not be made larger: no room, and nothing that must last.
    case .SQLITE_IOERR where sqliteCode == Self.noRoomForSharedMemory: self = .full(file: file)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(file: file, detail: message)
    case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH: self = .conflict(message)
    default: self = .io(file: file, detail: "\(message) (SQLite \(sqliteCode))")
    }
  }

  /// SQLITE_IOERR_SHMSIZE.
  private static let noRoomForSharedMemory: Int32 = 4_874

  /// Sorts whatever the database layer threw.
  init(_ error: any Error, file: String) {
    switch error {
    case let error as JournalError: self = error
    case let error as DatabaseError:
      self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "no details", file: file)
    case let error as RowDecodingError: self = .corrupt(file: file, detail: "\(error)")
    default: self = .io(file: file, detail: "\(error)")
    }
  }

  /// The error of a system call that failed with `code`.
  static func system(_ call: String, _ code: Int32, file: String) -> JournalError {
    if code == ENOSPC || code == EDQUOT { return .full(file: file) }
    return .io(file: file, detail: "\(call): \(reason(code))")
  }

  /// True when nothing may be written after it: the kernel may have dropped pages it says are clean.
  var isFinal: Bool {
    switch self {
    case .io, .corrupt, .takenOver: true
    default: false
    }
  }
}
