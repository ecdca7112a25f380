import Foundation
import GeoTareas
import Records

/// What is said about decisions, and about what holds them back.
extension Telling {
  static func act(_ decided: Report.Decided, isDry: Bool) -> Telling {
    let (rule, action) = (decided.rule.id, decided.action)
    return isDry
      ? Telling(.info, "rule '\(rule)' would \(action) (dry run)", decided.fields + [.init("dry", "true")])
      : Telling(.info, "rule '\(rule)' will \(action)", decided.fields)
  }

  static func shadow(_ decided: Report.Decided, _ stage: String) -> Telling {
    Telling(.info, "rule '\(decided.rule.id)' would \(decided.action) (stage \(stage))", decided.fields)
  }

  static func capped(_ rule: Report.RuleFacts, _ limit: String) -> Telling {
    Telling(
      .warning, "rule '\(rule.id)' has reached its limit (\(limit)); the rest of its tasks wait",
      [.init("rule", rule.id), .init("limit", limit)])
  }

  static func shadowed(_ task: Report.TaskFacts, _ rule: Report.RuleFacts, by first: Report.RuleFacts) -> Telling {
    Telling(
      .info, "rule '\(rule.id)' would also match; '\(first.id)' stands before it",
      [.init("task", task.id.rawValue), .init("rule", rule.id), .init("shadowed_by", first.id)])
  }

  static func undecided(_ task: Report.TaskFacts, _ rule: Report.RuleFacts) -> Telling {
    Telling(
      .info, "rule '\(rule.id)' cannot be decided: something it asks for is not known; left alone",
      [.init("task", task.id.rawValue), .init("rule", rule.id)])
  }
}

extension Report.Decided {
  fileprivate var action: String { write?.inWords ?? "nothing" }

  fileprivate var fields: [LogEntry.Field] {
    [.init("task", task.id.rawValue), .init("rule", rule.id), .init("action", action)]
  }
}

extension Report.Block {
  var telling: Telling {
    switch self {
    case .leftAlone(let decided, let why):
      return Telling(.info, "rule '\(decided.rule.id)' leaves the task alone: \(why)", decided.fields)
    case .misfit(let decided, let why):
      return Telling(.warning, "rule '\(decided.rule.id)' does not fit the task: \(why)", decided.fields)
    case .callsFail(let task, let rule, let why, let wait, let isOnce):
      let words = isOnce ? "" : ", then ever more seldom; a reload tries it at once"
      return Telling(
        .warning,
        "task \(task.id) is left alone: \(why); it is tried again in \(wait.inWords)\(words). Other tasks go on",
        Report.Decided(task, rule, nil).fields)
    case .notTaken(let decided, let why, let wait):
      return Telling(
        .err,
        "rule '\(decided.rule.id)' cannot \(decided.action): the journal does not take the request (\(why)); nothing was "
          + "sent, and it is tried again in \(wait.inWords), then ever more seldom. Other tasks go on. Look at the request with 'capataz why "
          + "\(decided.task.id)', then change the rule or the task", decided.fields)
    }
  }
}

extension Report.HoldFacts {
  /// What is said when it begins, or ends.
  func telling(isSet: Bool) -> Telling {
    switch self {
    case .order(let hold) where isSet:
      Telling(
        hold.by == Hold.signature ? .err : .notice,
        "\(hold.scope) is held by \(hold.by): \(hold.why); nothing of it is begun before "
          + "'capataz release \(hold.number)'", hold.fields)
    case .order(let hold): Telling(.notice, "\(hold.scope) is not held any more: \(hold.why)", hold.fields)
    case .button(let task):
      Telling(
        .notice,
        isSet
          ? "the stop button is pressed: task \(task) is open; nothing is begun before it is closed"
          : "the stop button is released: task \(task) is no longer open",
        [.init("task", task.rawValue), .init("by", "stop_button")])
    case .unreadableButton:
      Telling(
        isSet ? .warning : .notice,
        isSet
          ? "the stop button cannot be read; nothing is begun until it can" : "the stop button can be read again",
        [.init("by", "stop_button")])
    }
  }
}

extension Hold {
  fileprivate var fields: [LogEntry.Field] {
    [.init("hold", String(number))] + (rule.map { [.init("rule", $0)] } ?? [])
      + [.init("by", by), .init("why", why), .init("since", since.formatted(.iso8601))]
  }
}
