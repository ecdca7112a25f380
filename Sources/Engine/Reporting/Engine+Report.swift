import GeoTareas
import Pacing
import Records
import Rules

/// What people are told: facts alone.
extension Engine {
  mutating func report(_ event: Report.Event) {
    outbox.add(.report(Report(event, of: settings.tenant, in: settings.zone)))
  }

  /// What people know the task by: as the last poll has shown it, or as it was when an effect on it was begun.
  func facts(of task: TaskID) -> Report.TaskFacts {
    guard let row = polling.rows[task]?.task else { return reporter.remembered(task) ?? Report.TaskFacts(task) }
    return Report.TaskFacts(
      task, label: row.entity.value?.label.value, step: row.stepName.value, workflow: row.workflowName.value,
      assignee: row.assignedUser.value?.name)
  }

  func facts(of rule: Rule) -> Report.RuleFacts { Report.RuleFacts(rule.id, title: rule.title, owner: rule.owner) }

  /// A rule by its id; it may not be loaded any more.
  func facts(ofRule id: String) -> Report.RuleFacts { active.rule(id).map { facts(of: $0) } ?? Report.RuleFacts(id) }

  func facts(of intent: Intent) -> Report.EffectFacts {
    Report.EffectFacts(intent, task: facts(of: intent.task), rule: facts(ofRule: intent.rule))
  }

  mutating func summarize(at now: ClockReading) {
    guard let tally = reporter.summary(every: settings.summaryEvery, at: now.instant) else { return }
    report(.tenantSummary(summary(of: tally, at: now)))
    commit(Endpoint.allCases.map { .learnt(budget.lesson($0, at: now)) })
  }

  /// What came of effects since the last summary, and how the tenant stands now.
  private func summary(of tally: Tally, at now: ClockReading) -> Report.Summary {
    let gauges = gauges(at: now.instant)
    var summary = Report.Summary(
      period: settings.summaryEvery, polls: tally.polls, tasks: polling.taskCount, effects: tally.effects,
      counts: tally.counts)
    summary.queue = queue.count
    summary.drain = gauges.filter { $0.waiting > 0 }.map(\.drain).max()
    summary.inDoubt = verification.count
    summary.parked = book.parkedCount
    summary.held = heldCount(at: now.instant)
    summary.oldestOverdue = oldestOverdue(at: now)
    summary.budgets = gauges.map { Report.Summary.Budget($0, at: now.instant) }
    return summary
  }

  /// The earliest due date that has passed, among the tasks of the last poll.
  private func oldestOverdue(at now: ClockReading) -> LocalDateTime? {
    let dates = polling.rows.values.compactMap { row -> LocalDateTime? in
      guard let due = row.task.dueDate.value else { return nil }
      return row.overdue || due.date(in: settings.zone) < now.wall ? due : nil
    }
    return dates.map { (due: $0, text: $0.description) }.min { $0.text < $1.text }?.due
  }
}

extension Report.Summary.Budget {
  /// Our own requests and those allowed, the requests of others, when the next one may go, and how long the queue will
  /// take.
  ///
  /// Endpoints that share a limit show the same numbers.
  fileprivate init(_ gauge: Gauge, at now: Instant) {
    let next = gauge.usage.nextFree.flatMap { $0 > now ? $0 - now : nil }
    self.init(
      gauge.endpoint, used: gauge.usage.used, limit: gauge.usage.limit, foreign: gauge.usage.foreign,
      sharedWith: gauge.sharedWith, next: next, drain: gauge.waiting > 0 ? gauge.drain : nil)
  }
}
