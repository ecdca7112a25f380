package import Engine
package import Journal
package import Records

extension JournalError {
  /// The name of the event that tells it.
  package var reportName: Report.Name { event(.failed(why: "")).name }

  /// The event that tells it.
  package func event(_ trouble: Report.JournalTrouble) -> Report.Event {
    switch self {
    case .full, .busy: .journalFull(trouble)
    case .behind, .missing: .journalBehind(trouble)
    case .conflict: .journalRefused(.whole(trouble))
    default: .journalCorrupt(trouble)
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
