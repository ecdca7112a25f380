package import Engine
package import Journal
package import Records

extension JournalError {
  /// The event under which it is logged.
  package var reportName: Report.Name {
    switch self {
    case .full, .busy: .journalFull
    case .behind, .missing: .journalBehind
    case .conflict: .journalRefused
    default: .journalCorrupt
    }
  }
}

extension CommitFailure {
  /// The engine's view of an error after which the commit of `records` may be tried again.
  package init(_ error: JournalError, of records: [JournalEntry]) {
    switch error {
    case .held(let hold): self = .held(hold)
    case .overspent(let endpoint, let wait): self = .overspent(endpoint, wait: wait)
    case .conflict(let why, let place?) where records.indices.contains(place):
      self = .rejected(records[place], why: why)
    default: self = .unwritable(error.description)
    }
  }
}
