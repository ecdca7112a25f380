/// Facts about the daemon itself.
extension Report {
  /// What a reload has changed, in all tenants together.
  package struct Reloaded: Sendable, Equatable {
    /// What came of it in one phrase, as the command `reload` prints it.
    package var summary: String
    /// The changes, in such phrases.
    package var changes: [String]
    package var rulesAdded = 0
    package var rulesRemoved = 0
    package var rulesChanged = 0
    /// Tasks of the last poll.
    package var tasks = 0
    /// Tasks that are decided differently now.
    package var differing = 0
    /// Tasks of which only their details would tell.
    package var unclear = 0

    package init(summary: String, changes: [String]) {
      self.summary = summary
      self.changes = changes
    }
  }

  /// Why something of a reload was not taken over.
  package enum ReloadFailure: Sendable, Equatable {
    /// Nothing was.
    case whole(why: String)
    /// One tenant was not, or one file of tenants; it may go on with what it had loaded.
    case tenant(why: String, isKept: Bool)
    /// The files are still being read.
    case slow(after: Duration)
  }

  /// How a run ended.
  package enum RunEnd: Sendable, Equatable {
    case stopped, nothingLeft, leftUndone, credentialsRefused, unreachable, journalFailed
  }

  /// A secret that was not taken.
  package enum SecretProblem: Sendable, Equatable {
    /// The tenant does not run.
    case leftOut(why: String)
    /// What is wrong was found at a reload, which another report tells of.
    case mistake(String)
  }

  /// Records that did not go where they should.
  package enum LogGap: Sendable, Equatable {
    /// So many went to standard error instead of the systemd journal.
    case diverted(Int)
    /// Nobody took so many.
    case lost(Int)
  }
}
