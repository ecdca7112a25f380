import Engine
import Journal

extension JournalError {
  /// The event under which the log tells it.
  var reportName: Report.Name {
    switch self {
    case .full, .busy: .journalFull
    case .behind, .missing: .journalBehind
    default: .journalCorrupt
    }
  }
}
