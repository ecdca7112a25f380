package import GeoTareas
package import Records

/// Why a commit was not carried out.
///
/// Each of these reasons passes.
package enum CommitFailure: Sendable, Equatable {
  /// The disk is full or the file is locked.
  case unwritable(String)
  /// The commit would have begun an effect that is held.
  case held(Hold)
  /// The journal already counts as many requests in the window as the limit allows; the next fits in after `wait`.
  case overspent(Endpoint, wait: Duration)
  /// The journal will never take this one record of the commit. It would take the others.
  case rejected(JournalEntry, why: String)
}
