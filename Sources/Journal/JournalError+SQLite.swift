import GRDB
import Glibc
import Platform

extension JournalError {
  /// Classifies a result code of SQLite, primary or extended.
  ///
  /// A code that is not listed there as something else counts as ``io(file:detail:)``, after which nothing more is
  /// written. Source: <https://www.sqlite.org/rescode.html>.
  package init(sqliteCode: Int32, message: String, file: String) {
    switch ResultCode(rawValue: sqliteCode).primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(file: file)
    case .SQLITE_FULL: self = .full(file: file)
    // The shared-memory file beside the database could not be enlarged: there is no room, but nothing lasting is lost.
    case .SQLITE_IOERR where sqliteCode == Self.noRoomForSharedMemory: self = .full(file: file)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(file: file, detail: message)
    case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH: self = .conflict(message)
    default: self = .io(file: file, detail: "\(message) (SQLite \(sqliteCode))")
    }
  }

  /// SQLITE_IOERR_SHMSIZE.
  private static let noRoomForSharedMemory: Int32 = 4_874

  /// Classifies an error of the database layer.
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
    return .io(file: file, detail: "\(call): \(systemError(code))")
  }

  /// True when nothing may be written afterwards: the kernel may have dropped pages that it reports as clean.
  var isFinal: Bool {
    switch self {
    case .io, .corrupt, .takenOver: true
    default: false
    }
  }
}
