package import GeoTareas

/// Why a commit was not carried out; all of them pass.
package enum CommitFailure: Sendable, Equatable {
  /// The disk is full or the file is locked.
  case unwritable(String)
  /// An effect would have been begun that is held.
  case held(Hold)
  /// The journal counts as many requests in the limit's window as the limit allows; the next fits in after `wait`.
  case overspent(Endpoint, wait: Duration)
  /// The journal never takes this record, one of those of the commit; the others it would.
  case rejected(JournalEntry, why: String)
}
