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

extension CommitFailure {
  /// The engine's view of an error after which a commit may be tried again.
  init(_ error: JournalError) {
    switch error {
    case .held(let hold): self = .held(hold)
    case .overspent(let endpoint, let wait): self = .overspent(endpoint, wait: wait)
    default: self = .unwritable(error.description)
    }
  }
}
