package import GeoTareas
package import Pacing
package import Records
package import Rules

/// Something that happened, for the engine to react to.
package enum Event: Sendable {
  /// The first event: what the journal knows about earlier runs.
  case start(Recovery)
  /// Time has passed; comes at the latest when the last ``Effect/wake(at:)`` asked for it.
  case tick
  /// The answer to a call.
  ///
  /// After an accepted login, the shell has kept the token and blanked it in the body; the rest of the body stays.
  case answered(CallID, Result<HTTPResponse, TransportError>)
  /// The journal's answer to ``Effect/recall(_:instances:)``.
  case recalled(Recollection)
  /// A commit failed.
  ///
  /// Its records, those of the commits behind it in the same answer, the sends behind it and the reports behind it were
  /// not carried out. The same event follows where a question to the journal failed.
  case commitFailed(records: [JournalEntry], unsent: [CallID], unsaid: [Report] = [], why: CommitFailure)
  /// Others changed the journal: people hold, release and give verdicts while the daemon runs.
  case news(JournalNews)
  /// New rules, loaded and checked. The credentials may be new, too.
  case reload(RuleSet)
  /// No new work: finish the write in flight and end.
  case stop
}

/// Names one call among all calls of a tenant; the same number as in the journal's ledger of requests.
package typealias CallID = Int64

/// Something for the shell to carry out, in order.
///
/// When a commit fails, the effects behind it in the same answer are not carried out, and
/// ``Event/commitFailed(records:unsent:unsaid:why:)`` follows.
package enum Effect: Sendable, Equatable {
  /// Write these records to the journal, durably, before carrying out anything behind it.
  case commit([JournalEntry])
  /// Make this call once and hand back its answer; a write goes by its permit, which no read has.
  case send(CallID, GeoTareas.Call, permit: WritePermit?)
  /// Give this call up; its answer is still handed back.
  case cancel(CallID)
  /// Ask the journal what it knows of these tasks, and who had the last task of each of their instances.
  case recall([TaskID], instances: [String])
  /// Write this to the log.
  case report(Report)
  /// Send ``Event/tick`` at this time, unless something else happens before; replaces the previous wake.
  case wake(at: Instant)
  /// The engine is done; nothing follows.
  case finished(Ending)
}

/// What a write goes by: whose effect it is, and since when that is decided.
package struct WritePermit: Sendable, Equatable {
  /// The id of the rule that asks for the effect.
  package var rule: String
  package var task: TaskID
  /// When the attempt was armed.
  package var decided: Instant
  /// The id of the intent, which the commit before the write has armed.
  package var intent: String

  package init(rule: String, task: TaskID, decided: Instant, intent: String) {
    self.rule = rule
    self.task = task
    self.decided = decided
    self.intent = intent
  }
}

/// Why an engine ended.
package enum Ending: Sendable, Equatable {
  /// It was told to stop, and nothing is in flight.
  case stopped
  /// A single run found nothing left to do.
  case nothingLeft
  /// A single run did what it could, and left tasks that calls fail for.
  case leftUndone
  /// A single run was refused by the server: wrong credentials or permissions.
  case credentialsRefused
  /// A single run could not read the tasks after several tries.
  case unreachable
}

extension Event {
  /// The event that follows when the first of these effects fails.
  ///
  /// Everything behind it stays undone, so that nothing is sent or reported that is not in the journal.
  package static func commitFailed(_ rest: ArraySlice<Effect>, why: CommitFailure) -> Event {
    var records: [JournalEntry] = []
    var unsent: [CallID] = []
    var unsaid: [Report] = []
    for effect in rest {
      switch effect {
      case .commit(let more): records += more
      case .send(let id, _, _): unsent.append(id)
      case .report(let report): unsaid.append(report)
      case .cancel, .recall, .wake, .finished: break
      }
    }
    return .commitFailed(records: records, unsent: unsent, unsaid: unsaid, why: why)
  }
}
