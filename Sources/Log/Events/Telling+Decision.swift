import CalendarTime
import Foundation
import GeoTareas
import Records

/// What is said about decisions, and about what holds them back.
extension Telling {
  static func act(_ decided: Report.Decided, isDry: Bool) -> Telling {
    let (rule, action) = (decided.rule.id, decided.wanted)
    return isDry
      ? Telling(
        .info, "\(rule) would \(action) (dry run: nothing is sent)", decided.fields + [.init("dry", "true")])
      : Telling(.info, "\(rule) will \(action)", decided.fields)
  }

  static func shadow(_ decided: Report.Decided, _ stage: String, insteadOf actor: Report.RuleFacts?) -> Telling {
    let what = actor.map { "it only watches, and \($0.id) decides" } ?? "nothing is sent"
    return Telling(
      .info, "\(decided.rule.id) would \(decided.wanted)\(actor == nil ? "" : " instead") (stage \(stage): \(what))",
      decided.fields + (actor.map { [.init("instead_of", $0.id)] } ?? []))
  }

  static func capped(_ rule: Report.RuleFacts, _ limit: String) -> Telling {
    Telling(
      .warning, "\(rule.id) has reached its limit (\(limit)); the rest of its tasks wait\(rule.whoActs)",
      [.init("rule", rule.id), .init("limit", limit)] + rule.people)
  }

  static func shadowed(_ task: Report.TaskFacts, _ rule: Report.RuleFacts, by first: Report.RuleFacts) -> Telling {
    Telling(
      .info, "\(rule.id) would match \(task.inWords) as well, but \(first.id) stands before it and decides",
      [.init("task", task.id.rawValue), .init("rule", rule.id), .init("shadowed_by", first.id)])
  }

  static func undecided(_ task: Report.TaskFacts, _ rule: Report.RuleFacts) -> Telling {
    Telling(
      .info,
      "\(rule.id) cannot be decided about \(task.inWords), which is left alone: something that it asks for is not known; "
        + "see 'capataz why \(task.id)'",
      [.init("task", task.id.rawValue), .init("rule", rule.id)])
  }
}

extension Report.Decided {
  fileprivate var action: String { write?.inWords ?? "nothing" }

  fileprivate var wanted: String { write?.inWords(.future, task) ?? "do nothing to \(task.inWords)" }

  fileprivate var fields: [LogEntry.Field] {
    [.init("task", task.id.rawValue), .init("rule", rule.id), .init("action", action)]
  }
}

extension Report.Block {
  var telling: Telling {
    switch self {
    case .leftAlone(let decided, let why):
      return Telling(
        .info, "\(decided.rule.id) leaves \(decided.task.inWords) alone: \(Telling.reason(why))", decided.fields)
    case .misfit(let decided, let why):
      return Telling(
        .warning,
        "\(decided.rule.id) cannot act on \(decided.task.inWords): \(Telling.reason(why)). Mend the rule and reload\(decided.rule.whoActs)",
        decided.fields + decided.rule.people)
    case .callsFail(let task, let rule, let why, let wait, let isOnce):
      let words = isOnce ? "" : ", then ever more seldom; a reload tries it at once"
      return Telling(
        .warning,
        "\(rule.id) leaves \(task.inWords) alone for now: \(Telling.reason(why)); next try in \(wait.inWords)\(words). "
          + "Other tasks go on", Report.Decided(task, rule, nil).fields)
    case .notTaken(let decided, let why, let wait):
      return Telling(
        .err,
        "\(decided.rule.id) cannot \(decided.wanted): the journal does not take the request (\(Telling.reason(why))). "
          + "Nothing was sent; next try in \(wait.inWords), then ever more seldom. Look at the request with 'capataz why "
          + "\(decided.task.id)', then change the rule or the task\(decided.rule.whoActs)",
        decided.fields + decided.rule.people)
    }
  }
}

extension Report.HoldFacts {
  /// What is said when it begins, or ends.
  func telling(isSet: Bool, in zone: TimeZone) -> Telling {
    switch self {
    case .order(let hold, let rule) where isSet:
      let isOurs = hold.by == Hold.signature
      let words =
        isOurs
        ? "Look at its parked intents (capataz journal list --state parked), then run 'capataz release \(hold.number)'; "
          + "nothing of the rule is begun before\(rule?.whoActs ?? "")"
        : "Nothing is begun before \(hold.term.map { "\(WallTime(zone: zone).stamp($0.end)) or " } ?? "")'capataz release "
          + "\(hold.number)'"
      return Telling(
        isOurs ? .err : .notice, "\(hold.subject) held by \(hold.by): \(Telling.reason(hold.why)). \(words)",
        hold.fields + (isOurs ? rule?.people ?? [] : []))
    case .order(let hold, _):
      return Telling(
        .notice,
        "\(hold.subject) not held any more (hold \(hold.number) by \(hold.by): \(Telling.reason(hold.why)))",
        hold.fields)
    case .over(let hold):
      return Telling(
        .notice,
        "\(hold.subject) not held any more: the time of hold \(hold.number) is over (by \(hold.by): "
          + "\(Telling.reason(hold.why)))", hold.fields)
    case .button(let task):
      return Telling(
        .notice,
        isSet
          ? "the stop button is pressed: \(task.inWords) is open; nothing is begun before it is closed"
          : "the stop button is released: \(task.inWords) is no longer open; work goes on",
        [.init("task", task.id.rawValue), .init("by", "stop_button")])
    case .unreadableButton:
      return Telling(
        isSet ? .warning : .notice,
        isSet
          ? "the stop button cannot be read; nothing is begun until it can"
          : "the stop button can be read again, and is not pressed; work goes on",
        [.init("by", "stop_button")])
    }
  }
}

extension Hold {
  /// What is held, in the tenant that the message names.
  fileprivate var subject: String {
    switch (tenant, rule, task) {
    case (_, let rule?, let task?): "\(rule) on task \(task) is"
    case (_, let rule?, nil): "\(rule) is"
    case (_, nil, let task?): "task \(task) is"
    case (.some, nil, nil): "all rules of the tenant are"
    case (nil, nil, nil): "all rules of all tenants are"
    }
  }

  fileprivate var fields: [LogEntry.Field] {
    [.init("hold", String(number))] + (rule.map { [.init("rule", $0)] } ?? [])
      + (task.map { [.init("task", $0.rawValue)] } ?? [])
      + [.init("by", by), .init("why", why), .init("since", since.formatted(.iso8601))]
      + (term.map { [.init("until", $0.end.formatted(.iso8601))] } ?? [])
  }
}
