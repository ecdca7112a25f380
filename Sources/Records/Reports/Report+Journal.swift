/// Facts about the journal.
extension Report {
  /// What is wrong with the journal, in its own words, and what that means.
  package enum JournalTrouble: Sendable, Equatable {
    /// The run ends, or tries again.
    case failed(why: String)
    /// A commit failed.
    case unwritable(why: String)
    /// Nothing is sent from now on.
    case observing(why: String)
    /// The daemon is not started before it is over.
    case startWaits(why: String, every: Duration)
  }

  /// Something that the journal never takes as it is.
  package enum JournalRefusal: Sendable, Equatable {
    /// A record, which is left out.
    case record(EntryKind, why: String)
    /// An intent, which is left out.
    case intent(EffectFacts, Intent.State, why: String)
    case whole(JournalTrouble)
  }

  /// The kind of a journal entry.
  package enum EntryKind: Sendable, Equatable {
    case request, decision, touch, hold, lesson, view, standing, detail, grounds, rules, counts, form, shape
  }
}
