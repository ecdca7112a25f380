import GeoTareas
import Records

/// What is left of an event where no label of an entity and no person's name may be in the log.
extension Report.Event {
  /// The event without labels and people, whom a server may name in its own words as well.
  var nameless: Report.Event {
    switch self {
    case .decisionAct(let decided, let isDry): .decisionAct(decided.nameless, isDry: isDry)
    case .decisionShadow(let decided, let stage, let actor):
      .decisionShadow(decided.nameless, stage: stage, insteadOf: actor?.nameless)
    case .decisionBlocked(let block): .decisionBlocked(block.nameless)
    case .decisionCapped(let rule, let limit): .decisionCapped(rule.nameless, limit: limit)
    case .decisionShadowed(let task, let rule, let first):
      .decisionShadowed(task.nameless, rule.nameless, by: first.nameless)
    case .decisionUnknown(let task, let rule): .decisionUnknown(task.nameless, rule.nameless)
    case .intentArmed(let effect): .intentArmed(effect.nameless)
    case .intentDone(let effect, let receipt, let answer): .intentDone(effect.nameless, receipt.nameless, answer)
    case .intentRefused(let effect, let why, let answer):
      .intentRefused(effect.nameless, why: why.without(effect.task.names), answer)
    case .intentUnknown(let effect, let doubt): .intentUnknown(effect.nameless, doubt.without(effect.task.names))
    case .intentVerified(let effect, let proof): .intentVerified(effect.nameless, proof)
    case .intentSuperseded(let effect, let why): .intentSuperseded(effect.nameless, why: why.without(effect.task.names))
    case .intentParked(let effect, let why, let days):
      .intentParked(effect.nameless, why: why.without(effect.task.names), days: days)
    case .intentResolved(let effect, let state, _):
      .intentResolved(
        effect.nameless, state: state, why: "a person has decided, see 'capataz journal show \(effect.intent)'")
    case .holdSet(let hold): .holdSet(hold.nameless)
    case .holdReleased(let hold): .holdReleased(hold.nameless)
    case .journalRefused(.intent(let effect, let state, let why)):
      .journalRefused(.intent(effect.nameless, state, why: why.without(effect.task.names)))
    case .daemonStart, .daemonReady, .daemonStartFailed, .daemonReloadOK, .daemonReloadFailed, .daemonStopping,
      .daemonStop, .secretUnsafe, .logFallback, .logRestored, .pingFailed, .pingRecovered, .notifyReady, .notifyFailed,
      .notifyRecovered, .tenantOK, .tenantPaused, .tenantAuthFailed,
      .tenantForbidden, .tenantSummary, .pollFailed, .pollRecovered, .pollRowUnreadable, .pollPartial, .apiChanged,
      .rateLimited,
      .rateRecovered, .journalFull, .journalCorrupt, .journalBehind, .journalRefused, .tlsVerifyFailed:
      self
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
    case .leftAlone(let decided, let why): .leftAlone(decided.nameless, why: why.without(decided.task.names))
    case .misfit(let decided, let why): .misfit(decided.nameless, why: why.without(decided.task.names))
    case .callsFail(let task, let rule, let why, let wait, let isOnce):
      .callsFail(task.nameless, rule.nameless, why: why.without(task.names), retryIn: wait, isOnce: isOnce)
    case .notTaken(let decided, let why, let wait):
      .notTaken(decided.nameless, why: why.without(decided.task.names), retryIn: wait)
    }
  }
}

extension Report.Uncertainty {
  fileprivate func without(_ names: [String]) -> Report.Uncertainty {
    switch self {
    case .answer(let why, let answer): .answer(why: why.without(names), answer)
    case .earlierRun(let why): .earlierRun(why: why.without(names))
    }
  }
}

extension Report.HoldFacts {
  fileprivate var nameless: Report.HoldFacts {
    switch self {
    case .order(let hold, let rule): return .order(hold.nameless, rule?.nameless)
    case .over(let hold): return .over(hold.nameless)
    case .button(let task): return .button(task.nameless)
    case .unreadableButton: return self
    }
  }
}

extension Hold {
  fileprivate var nameless: Hold {
    var hold = self
    if by != Hold.signature {
      hold.why = why.without([by])
      hold.by = "a person"
    }
    return hold
  }
}

extension Receipt {
  fileprivate var nameless: Receipt {
    var receipt = self
    receipt.assignee = nil
    return receipt
  }
}

extension String {
  /// What stands for a name that must not be in the log.
  private static let mark = "<name>"
  /// Shorter names would be found in other words.
  private static let shortest = 3

  /// Others' words without these names, the longest first.
  fileprivate func without(_ names: [String]) -> String {
    names.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
      .reduce(self) { $0.replacing($1, with: Self.mark) }
  }
}
