package import GeoTareas
package import Records

/// What can be wrong with the journal.
package enum JournalError: Error, Equatable {
  /// Another process holds the state directory; `holder` is its process id, where it could be read. Exit code 75.
  case heldByAnother(directory: String, holder: String?)
  /// Another process opened the journal after this one did, in spite of the lock.
  case takenOver(file: String)
  /// The directory cannot hold a journal. Exit code 78.
  case unsuitable(directory: String, why: String)
  /// A later version of the program wrote it. Exit code 78.
  case newerSchema(file: String)
  /// Somebody else kept the database locked for five seconds.
  case busy(file: String)
  /// The disk is full; nothing of the commit was kept.
  case full(file: String)
  /// The disk, or a layer above it, failed. What was written last may be lost, whatever later calls say. Exit code 74.
  case io(file: String, detail: String)
  /// This process has no right to the state directory; the text says whose it is and what to do. Exit code 74.
  case denied(String)
  /// Not a journal, or a damaged one. The file is left as it is.
  case corrupt(file: String, detail: String)
  /// There was a journal here and it is gone.
  case missing(file: String)
  /// The journal is older than the last one seen here: it was restored or rolled back.
  case behind(file: String, detail: String)
  /// The commit would have begun an effect that is held.
  case held(Hold)
  /// As many requests were sent within the window as the limit allows; the next fits in after `wait`.
  case overspent(Endpoint, wait: Duration)
  /// The intent cannot be given a verdict.
  ///
  /// There is none with that id; or its `state` is neither parked nor refused; or it was refused, and another effect on
  /// its task followed.
  case notParked(intent: String, state: Intent.State?)
  /// An earlier version of the program wrote it, and this version has not opened it for writing yet.
  case olderSchema(file: String)
  /// A record contradicts the journal, or can never be kept, so nothing of its commit was kept.
  ///
  /// `record` is its place in that commit, where there are several.
  case conflict(String, record: Int? = nil)
  /// No daemon has made a journal here yet. Only readers get this.
  case noJournal(directory: String)
  /// The journal was closed.
  case closed

  /// What the daemon does about an error.
  package enum Disposition: Sendable, Hashable {
    /// Send nothing now, go on reading, and try again next round.
    case retryLater
    /// Read and show, but send nothing until a person has looked.
    case hold
    /// End the process.
    case stop
  }

  package var disposition: Disposition {
    switch self {
    // A conflict concerns one record. Without it the commit is good.
    case .busy, .full, .held, .overspent, .conflict: .retryLater
    case .corrupt, .missing, .behind, .notParked: .hold
    case .heldByAnother, .takenOver, .unsuitable, .newerSchema, .io, .denied, .noJournal, .olderSchema, .closed: .stop
    }
  }
}

extension JournalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .heldByAnother(let directory, let holder):
      "another capataz\(holder.map { " (process \($0))" } ?? "") holds the state directory \(directory); "
        + "stop it first, or give this one a state directory of its own"
    case .takenOver(let file):
      "another process has opened the journal \(file) although this one holds the lock; this one stops writing. "
        + "Make sure that only one capataz runs here and that nobody removes capataz.lock"
    case .unsuitable(let directory, let why):
      "the state directory \(directory) cannot be used: \(why)"
    case .newerSchema(let file):
      "the journal \(file) was written by a later version of capataz; install that version again, "
        + "or restore the journal that was saved before the upgrade"
    case .busy(let file):
      "the journal \(file) is locked by another program (a backup?); nothing is sent until it is free"
    case .full(let file):
      "no space left for the journal \(file); nothing is sent until there is. Free some space on that file system"
    case .denied(let why): why
    case .io(let file, let detail):
      "the journal \(file) cannot be read or written: \(detail). "
        + "Check the disk and the kernel's log, then start capataz again; it will examine the journal"
    case .corrupt(let file, let detail):
      "the journal \(file) is damaged: \(detail). It was left as it is and nothing is sent. "
        + "Restore it from a backup; an empty one would forget what has been done"
    case .missing(let file):
      "the journal \(file) is gone, though there was one here. Nothing is sent and none is made in its place, "
        + "because what has been done would be forgotten. Put the file back, or accept the loss: capataz journal accept-restore --why TEXT"
    case .behind(let file, let detail):
      "the journal \(file) is older than the last one used here (\(detail)): it was restored or rolled back, and what was "
        + "done since is not in it. Nothing is sent. Put the newer file back, or accept this one: capataz journal accept-restore --why TEXT"
    case .held(let hold):
      "\(hold.scope) is held by \(hold.by) (hold \(hold.number)): \(hold.why)"
    case .overspent(let endpoint, let wait):
      "the limit of \(endpoint.rawValue) requests is used up, by what the journal counts; "
        + "the next one fits in after \(wait.inWords)"
    case .notParked(let intent, .refused?):
      "intent '\(intent)' was refused, and another effect on its task has followed: see 'capataz journal list --task'"
    case .notParked(let intent, let state?):
      "intent '\(intent)' is neither parked nor refused but \(state.rawValue): there is nothing to decide"
    case .notParked(let intent, nil):
      "there is no intent '\(intent)'; see those that wait for a verdict with: capataz journal list --state parked"
    case .olderSchema(let file):
      "the journal \(file) was written by an earlier version of capataz; restart the daemon, which brings it up to date"
    case .conflict(let detail, _):
      "the journal refuses a record: \(detail). Nothing was written; this is a mistake in capataz, please report it"
    case .noJournal(let directory):
      "there is no journal in \(directory); check the path, or start the daemon first"
    case .closed:
      "the journal has been closed; this is a mistake in capataz, please report it"
    }
  }
}
