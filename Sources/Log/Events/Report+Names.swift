import GeoTareas
import Records

/// What is left of an event where no label of an entity and no person's name may be in the log.
extension Report.Event {
  /// The event without labels and people.
  var nameless: Report.Event {
    switch self {
    case .decisionAct(let decided, let isDry): .decisionAct(decided.nameless, isDry: isDry)
    case .decisionShadow(let decided, let stage): .decisionShadow(decided.nameless, stage: stage)
    case .decisionBlocked(let block): .decisionBlocked(block.nameless)
    case .decisionCapped(let rule, let limit): .decisionCapped(rule.nameless, limit: limit)
    case .decisionShadowed(let task, let rule, let first):
      .decisionShadowed(task.nameless, rule.nameless, by: first.nameless)
    case .decisionUnknown(let task, let rule): .decisionUnknown(task.nameless, rule.nameless)
    case .intentArmed(let effect): .intentArmed(effect.nameless)
    case .intentDone(let effect, let receipt, let answer): .intentDone(effect.nameless, receipt.nameless, answer)
    case .intentRefused(let effect, let why, let answer): .intentRefused(effect.nameless, why: why, answer)
    case .intentUnknown(let effect, let doubt): .intentUnknown(effect.nameless, doubt)
    case .intentVerified(let effect, let proof): .intentVerified(effect.nameless, proof)
    case .intentSuperseded(let effect, let why): .intentSuperseded(effect.nameless, why: why)
    case .intentParked(let effect, let why, let days): .intentParked(effect.nameless, why: why, days: days)
    case .intentResolved(let effect, let state, _):
      .intentResolved(
        effect.nameless, state: state, why: "a person has decided, see 'capataz journal show \(effect.intent)'")
    case .holdSet(let hold): .holdSet(hold.nameless)
    case .holdReleased(let hold): .holdReleased(hold.nameless)
    case .journalRefused(.intent(let effect, let state, let why)):
      .journalRefused(.intent(effect.nameless, state, why: why))
    case .daemonStart, .daemonReady, .daemonStartFailed, .daemonReloadOK, .daemonReloadFailed, .daemonStopping,
      .daemonStop, .secretUnsafe, .logFallback, .logRestored, .tenantOK, .tenantPaused, .tenantAuthFailed,
      .tenantForbidden, .tenantSummary, .pollFailed, .pollRecovered, .pollRowUnreadable, .pollPartial, .rateLimited,
      .rateRecovered, .journalFull, .journalCorrupt, .journalBehind, .journalRefused, .tlsVerifyFailed:
      self
    }
  }

  /// The labels and people that the event names, which a server may name in its own words.
  var names: [String] {
    switch self {
    case .decisionAct(let decided, _), .decisionShadow(let decided, _), .decisionBlocked(.leftAlone(let decided, _)),
      .decisionBlocked(.misfit(let decided, _)), .decisionBlocked(.notTaken(let decided, _, _)):
      decided.task.names
    case .decisionBlocked(.callsFail(let task, _, _, _, _)), .decisionShadowed(let task, _, _),
      .decisionUnknown(let task, _):
      task.names
    case .intentDone(let effect, let receipt, _): effect.task.names + (receipt.assignee.map { [$0] } ?? [])
    case .intentArmed(let effect), .intentRefused(let effect, _, _), .intentUnknown(let effect, _),
      .intentVerified(let effect, _), .intentSuperseded(let effect, _), .intentParked(let effect, _, _),
      .intentResolved(let effect, _, _), .journalRefused(.intent(let effect, _, _)):
      effect.task.names
    case .holdSet(.order(let hold, _)), .holdReleased(.order(let hold, _)):
      hold.by == Hold.signature ? [] : [hold.by]
    case .holdSet(.button(let task)), .holdReleased(.button(let task)): task.names
    default: []
    }
  }
}

extension Report.TaskFacts {
  fileprivate var nameless: Report.TaskFacts { Report.TaskFacts(id, step: step, workflow: workflow) }
  fileprivate var names: [String] { [label, assignee].compactMap(\.self) }
}

extension Report.RuleFacts {
  fileprivate var nameless: Report.RuleFacts { Report.RuleFacts(id, title: title) }
}

extension Report.EffectFacts {
  fileprivate var nameless: Report.EffectFacts {
    var effect = self
    (effect.task, effect.rule) = (task.nameless, rule.nameless)
    return effect
  }
}

extension Report.Decided {
  fileprivate var nameless: Report.Decided { Report.Decided(task.nameless, rule.nameless, write) }
}

extension Report.Block {
  fileprivate var nameless: Report.Block {
    switch self {
    case .leftAlone(let decided, let why): .leftAlone(decided.nameless, why: why)
    case .misfit(let decided, let why): .misfit(decided.nameless, why: why)
    case .callsFail(let task, let rule, let why, let wait, let isOnce):
      .callsFail(task.nameless, rule.nameless, why: why, retryIn: wait, isOnce: isOnce)
    case .notTaken(let decided, let why, let wait): .notTaken(decided.nameless, why: why, retryIn: wait)
    }
  }
}

extension Report.HoldFacts {
  fileprivate var nameless: Report.HoldFacts {
    switch self {
    case .order(var hold, let rule):
      if hold.by != Hold.signature { hold.by = "a person" }
      return .order(hold, rule?.nameless)
    case .button(let task): return .button(task.nameless)
    case .unreadableButton: return self
    }
  }
}

extension Receipt {
  fileprivate var nameless: Receipt {
    var receipt = self
    receipt.assignee = nil
    return receipt
  }
}

extension LogEntry {
  /// What stands for a name that must not be in the log.
  private static let mark = "<name>"
  /// Shorter names would be found in other words.
  private static let shortest = 3

  /// Takes these names out of others' words, the longest first.
  mutating func remove(_ names: [String]) {
    for name in names.sorted(by: { $0.count > $1.count }) where name.count >= Self.shortest {
      message = message.replacing(name, with: Self.mark)
      for place in fields.indices { fields[place].value = fields[place].value.replacing(name, with: Self.mark) }
    }
  }
}
