import GeoTareas
import Records

/// What is said about effects.
extension Telling {
  static func armed(_ effect: Report.EffectFacts) -> Telling {
    let again = effect.attempt > 1 ? ", attempt \(effect.attempt)" : ""
    return Telling(.info, "\(effect.rule.id) is about to \(effect.wanted)\(again) \(effect.mark)", effect.fields)
  }

  static func done(
    _ effect: Report.EffectFacts, _ receipt: Receipt, _ answer: Report.AnswerFacts
  ) -> Telling {
    var more = ""
    if let assignee = receipt.assignee, !assignee.isEmpty {
      more = " (\(LogText.safe(assignee, cap: mostOfName)))"
    } else if let step = receipt.nextStep, !step.isEmpty {
      more = "; next: \(LogText.safe(step, cap: mostOfName))"
    }
    return Telling(.notice, "\(effect.rule.id) \(effect.made)\(more) \(effect.mark)", effect.fields + answer.fields)
  }

  static func refused(_ effect: Report.EffectFacts, _ why: String, _ answer: Report.AnswerFacts?) -> Telling {
    Telling(
      .err,
      "\(effect.rule.id) could not \(effect.wanted): \(reason(why)). Do this task by hand, mend the rule and reload"
        + "\(effect.rule.whoActs) \(effect.mark)", effect.fields + (answer?.fields ?? []) + effect.rule.people)
  }

  static func unknown(_ effect: Report.EffectFacts, _ doubt: Report.Uncertainty) -> Telling {
    let (why, fields) =
      switch doubt {
      case .answer(let why, let answer): (why, answer.fields)
      case .earlierRun(let why): (why, [])
      }
    return Telling(
      .warning,
      "\(effect.rule.id) tried to \(effect.wanted), outcome unknown: \(reason(why)). Reading the task to find out; "
        + "nothing is sent again meanwhile \(effect.mark)", effect.fields + fields)
  }

  static func verified(_ effect: Report.EffectFacts, _ proof: Report.Proof) -> Telling {
    switch proof {
    case .applied(let why):
      Telling(.notice, "\(effect.rule.id) \(effect.made): \(reason(why)) \(effect.mark)", effect.fields)
    case .notApplied:
      Telling(
        .notice,
        "\(effect.rule.id) did not \(effect.wanted): two reads show no effect; it will be tried again \(effect.mark)",
        effect.fields)
    }
  }

  static func superseded(_ effect: Report.EffectFacts, _ why: String) -> Telling {
    Telling(.info, "\(effect.rule.id) did not \(effect.wanted): \(reason(why)) \(effect.mark)", effect.fields)
  }

  static func parked(_ effect: Report.EffectFacts, _ why: String, _ days: Int?) -> Telling {
    let since = days.map { "parked for \($0.counted("day")): " } ?? ""
    return Telling(
      .err,
      "\(since)\(effect.rule.id) could not \(effect.wanted): \(reason(why)). Decide with 'capataz resolve "
        + "\(effect.intent)' and one of --done, --not-done, --drop\(effect.rule.whoActs) \(effect.mark)",
      effect.fields + effect.rule.people)
  }

  static func resolved(_ effect: Report.EffectFacts, _ state: Intent.State, _ why: String) -> Telling {
    let next = state == .planned ? "; it may be tried again" : ""
    return Telling(
      .notice, "\(effect.rule.id) was to \(effect.wanted); \(reason(why))\(next) \(effect.mark)", effect.fields)
  }
}

extension Report.EffectFacts {
  var wanted: String { write.inWords(.future, task) }
  fileprivate var made: String { write.inWords(.past, task) }

  /// The intent at the end of a message.
  fileprivate var mark: String { "[\(intent)]" }

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
