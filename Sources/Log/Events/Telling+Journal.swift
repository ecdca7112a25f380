import Records

/// What is said about the journal.
extension Report.JournalTrouble {
  var telling: Telling {
    switch self {
    case .failed(let why): Telling(.err, why)
    case .unwritable(let why):
      Telling(.err, "the journal could not be written: \(why); nothing is sent until it can be")
    case .observing(let why): Telling(.err, "observing only, nothing is sent: \(why)")
    case .startWaits(let why, let pause):
      Telling(.err, "the start waits, and is tried again every \(pause.inWords): \(why)")
    }
  }
}

extension Report.JournalRefusal {
  var telling: Telling {
    switch self {
    case .record(let kind, let why): .leftOut(kind.word, why, .warning)
    case .intent(let effect, let state, let why):
      .leftOut(
        "\(effect.intent), \(state.rawValue)", why, .err, effect.fields,
        "\(effect.rule.id) was to \(effect.wanted); the record")
    case .whole(let trouble): trouble.telling
    }
  }
}

extension Telling {
  fileprivate static func leftOut(
    _ record: String, _ why: String, _ level: LogEntry.Level, _ fields: [LogEntry.Field] = [], _ what: String? = nil
  ) -> Telling {
    Telling(
      level,
      "the journal does not take a record (\(record)): \(reason(why)); \(what ?? "it") is left out, and "
        + "all others are kept. This is a mistake in capataz: please report it",
      [.init("record", record)] + fields)
  }
}

extension Report.EntryKind {
  /// The kind of record in a word, for people.
  fileprivate var word: String {
    switch self {
    case .request: "a request"
    case .decision: "a decision"
    case .touch: "a person's change"
    case .hold: "a hold"
    case .lesson: "a lesson"
    case .view: "the list of tasks"
    case .standing: "how things stand"
    case .detail: "a task's detail"
    case .grounds: "what an effect rests on"
    case .rules: "the rules in force"
    case .counts: "counts for metrics"
    case .form: "the form of a step"
    case .shape: "what answers consist of"
    }
  }
}
