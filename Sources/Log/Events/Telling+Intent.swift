import GeoTareas
import Records

/// What is said about effects.
extension Telling {
  static func armed(_ effect: Report.EffectFacts) -> Telling {
    Telling(.info, "about to \(effect.write.inWords)", effect.fields)
  }

  static func done(
    _ effect: Report.EffectFacts, _ receipt: Receipt, _ answer: Report.AnswerFacts
  ) -> Telling {
    Telling(.notice, "\(effect.write.inWordsDone(true)): \(receipt.inWords)", effect.fields + answer.fields)
  }

  static func refused(_ effect: Report.EffectFacts, _ why: String, _ answer: Report.AnswerFacts?) -> Telling {
    Telling(.err, "\(effect.write.inWordsDone(false)): \(why)", effect.fields + (answer?.fields ?? []))
  }

  static func unknown(_ effect: Report.EffectFacts, _ doubt: Report.Uncertainty) -> Telling {
    switch doubt {
    case .answer(let why, let answer):
      Telling(
        .warning, "outcome unknown (\(why)); reading the task to find out, nothing is sent again meanwhile",
        effect.fields + answer.fields)
    case .earlierRun(let why): Telling(.warning, "whether it took effect is not known: \(why)", effect.fields)
    }
  }

  static func verified(_ effect: Report.EffectFacts, _ proof: Report.Proof) -> Telling {
    switch proof {
    case .applied(let why): Telling(.notice, "\(effect.write.inWordsDone(true)): \(why)", effect.fields)
    case .notApplied: Telling(.notice, "not applied (two reads agree); will be tried again", effect.fields)
    }
  }

  static func superseded(_ effect: Report.EffectFacts, _ why: String) -> Telling {
    Telling(.info, "\(effect.write.inWordsDone(false)): \(why)", effect.fields)
  }

  static func parked(_ effect: Report.EffectFacts, _ why: String, _ days: Int?) -> Telling {
    let verbs = "decide with 'capataz resolve \(effect.intent)' and one of --done, --not-done, --drop"
    let what = effect.write.inWordsDone(false)
    let state = days.map { "still \(what), for \($0.counted("day"))" } ?? what
    return Telling(.err, "\(state): \(why); \(verbs)", effect.fields)
  }

  static func resolved(_ effect: Report.EffectFacts, _ state: Intent.State, _ why: String) -> Telling {
    Telling(.notice, "\(effect.write.inWordsDone(state == .done)): \(why)", effect.fields)
  }
}

extension Report.EffectFacts {
  var fields: [LogEntry.Field] {
    [
      .init("task", task.id.rawValue), .init("rule", rule.id), .init("intent", intent),
      .init("attempt", String(attempt)),
    ]
  }
}

extension Report.AnswerFacts {
  fileprivate var fields: [LogEntry.Field] {
    [.init("duration_ms", duration.inMilliseconds)] + (status.map { [.init("status", String($0))] } ?? [])
      + (request.map { [.init("request_id", $0)] } ?? [])
  }
}

extension Write {
  /// The write as something that has ended.
  fileprivate func inWordsDone(_ isDone: Bool) -> String {
    switch self {
    case .complete(let result, _, _): isDone ? "completed with '\(result)'" : "not completed with '\(result)'"
    case .reassign(.user(let id), _): isDone ? "reassigned to user \(id)" : "not reassigned to user \(id)"
    case .reassign(.group(let id), _): isDone ? "reassigned to group \(id)" : "not reassigned to group \(id)"
    }
  }
}
