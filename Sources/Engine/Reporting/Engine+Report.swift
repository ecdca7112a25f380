import GeoTareas
import Pacing
import Records

/// What people are told, in words.
extension Engine {
  mutating func report(_ name: Report.Name, _ level: Report.Level, _ message: String, _ fields: [Report.Field] = []) {
    outbox.add(.report(made(name, level, message, fields)))
  }

  /// A report as it is told of this tenant.
  func made(_ name: Report.Name, _ level: Report.Level, _ message: String, _ fields: [Report.Field] = []) -> Report {
    Report(name, level, message, [.init("tenant", settings.tenant)] + fields)
  }

  mutating func summarize(at now: ClockReading) {
    guard let tally = reporter.summary(every: settings.summaryEvery, at: now.instant) else { return }
    let counted: [Report.Name] = [
      .decisionAct, .decisionShadow, .decisionBlocked, .intentDone, .intentVerified, .intentRefused, .intentSuperseded,
      .intentUnknown, .intentParked, .intentResolved,
    ]
    var fields = [Report.Field("polls", String(tally.polls)), .init("tasks", String(polling.taskCount))]
    fields += counted.map { .init(String($0.rawValue.map { $0 == "." ? "_" : $0 }), String(tally[$0])) }
    fields += [.init("queue", String(queue.count)), .init("in_doubt", String(verification.count))]
    fields.append(.init("parked", String(book.parkedCount)))
    fields.append(.init("held", String(heldCount(at: now.instant))))
    if let oldest = oldestOverdue(at: now) { fields.append(.init("oldest_overdue", oldest)) }
    fields += budgetFields(at: now.instant)
    report(.tenantSummary, .info, summary(of: tally, at: now.instant), fields)
    commit(Endpoint.allCases.map { .learnt(budget.lesson($0, at: now)) })
  }

  /// What came of effects since the last summary, and what waits now.
  private func summary(of tally: Tally, at now: Instant) -> String {
    let drain = gauges(at: now).filter { $0.waiting > 0 }.map(\.drain).max()
    let time = drain.map { " (\(Duration.seconds(Int64($0.inSeconds.rounded(.up))).inWords))" } ?? ""
    return "\(settings.summaryEvery.inWords): \(tally.effects) done, \(tally[.intentRefused]) refused, "
      + "\(verification.count) in doubt; queue \(queue.count)\(time); parked \(book.parkedCount)"
  }

  /// The use of each endpoint's limit: our own requests and those allowed, the requests of others, when the next one
  /// may go, and how long the queue will take.
  ///
  /// Endpoints that share a limit show the same numbers.
  private func budgetFields(at now: Instant) -> [Report.Field] {
    var fields: [Report.Field] = []
    for gauge in gauges(at: now) {
      let name = gauge.endpoint.rawValue
      fields.append(.init("budget_\(name)", "\(gauge.usage.used)/\(gauge.usage.limit)"))
      if gauge.usage.foreign > 0 { fields.append(.init("foreign_\(name)", String(gauge.usage.foreign))) }
      if let next = gauge.usage.nextFree, next > now {
        fields.append(.init("next_\(name)_s", String(Int((next - now).inSeconds.rounded(.up)))))
      }
      guard gauge.waiting > 0 else { continue }
      fields.append(.init("drain_\(name)_s", String(Int(gauge.drain.inSeconds.rounded(.up)))))
    }
    return fields
  }

  /// The earliest due date that has passed, among the tasks of the last poll.
  private func oldestOverdue(at now: ClockReading) -> String? {
    let dates = polling.rows.values.compactMap { row -> LocalDateTime? in
      guard let due = row.task.dueDate.value else { return nil }
      return row.overdue || due.date(in: settings.zone) < now.wall ? due : nil
    }
    return dates.map(\.description).min()
  }
}

extension Intent {
  var fields: [Report.Field] {
    [
      .init("task", task.rawValue), .init("rule", rule), .init("intent", id), .init("attempt", String(attempts)),
    ]
  }
}

extension Write {
  /// The write as a verb: "complete it with 'sent'".
  package var inWords: String {
    switch self {
    case .complete(let result, _, _): "complete it with '\(result)'"
    case .reassign(.user(let id), _): "reassign it to user \(id)"
    case .reassign(.group(let id), _): "reassign it to group \(id)"
    }
  }

  /// The write as something that has ended.
  func inWordsDone(_ state: Intent.State) -> String {
    let isDone = state == .done
    switch self {
    case .complete(let result, _, _): return isDone ? "completed with '\(result)'" : "not completed with '\(result)'"
    case .reassign(.user(let id), _): return isDone ? "reassigned to user \(id)" : "not reassigned to user \(id)"
    case .reassign(.group(let id), _): return isDone ? "reassigned to group \(id)" : "not reassigned to group \(id)"
    }
  }
}

extension Receipt {
  var inWords: String {
    if let assignee, !assignee.isEmpty { return "now with \(assignee)" }
    if let nextStep { return "the next step is '\(nextStep)'" }
    return "confirmed by the server"
  }
}
