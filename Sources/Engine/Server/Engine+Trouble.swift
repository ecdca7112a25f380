import GeoTareas
import Pacing
import Records
import Rules

/// Tasks that calls fail for: a failure costs only its own task.
extension Engine {
  /// Whether a task may be tried now, as far as earlier failures go.
  func mayTry(_ task: TaskID, at now: Instant) -> Bool { !server.troubles.isWaiting(task, at: now) && !isGivenUp(task) }

  /// Whether a single run gives up on a task, because it was tried often enough.
  func isGivenUp(_ task: TaskID) -> Bool {
    guard settings.runsOnce, let trouble = server.troubles[task] else { return false }
    return trouble.failures >= settings.mostTries || (trouble.kind == .forbidden && !server.permissions.bans.isEmpty)
  }

  /// Whether a single run leaves tasks that calls fail for.
  var givesUpTasks: Bool { settings.runsOnce && server.troubles.all.contains { isGivenUp($0.task) } }

  /// Notes that a call about a task failed: the task waits, longer each time, and that is reported once.
  ///
  /// - Parameters:
  ///   - rule: The id of the rule that wants the call.
  ///   - tells: False where it was reported in another way.
  mutating func fail(
    _ task: TaskID, of rule: String, _ kind: TaskTroubles.Kind, _ why: String, isOfWrite: Bool = false,
    tells: Bool = true, at now: ClockReading
  ) {
    reporter.standingChanges()
    let isNews = server.troubles.fail(
      task, kind, why, first: wait(after: kind), isOfWrite: isOfWrite, at: now)
    if isNews, tells, let trouble = server.troubles[task] {
      report(
        .decisionBlocked(
          .callsFail(
            facts(of: task), facts(ofRule: rule), why: why, retryIn: trouble.resumesAt - now.instant,
            isOnce: settings.runsOnce)))
    }
    if !isOfWrite, kind.saysOfServer, server.troubles.isCommon { tellLook(why, at: now) }
  }

  private func wait(after kind: TaskTroubles.Kind) -> Duration {
    switch kind {
    case .failed: settings.troubleWait
    case .refused: settings.refusalWait
    case .gone, .disagrees: settings.settleTime * 0.5
    case .unauthorized, .forbidden: settings.runsOnce ? settings.settleTime : settings.verdictTime
    }
  }

  /// Notes that some task's detail was answered as it should be: the server gives details.
  mutating func noteDetail(at now: ClockReading) {
    server.troubles.endRun(at: now.instant)
    guard server.lookOutage.end() != nil else { return }
    reporter.standingChanges()
    report(.pollRecovered(.details))
  }

  /// Reports that several tasks in a row could not be read, once for as long as that lasts.
  private mutating func tellLook(_ why: String, at now: ClockReading) {
    let (_, tells) = server.lookOutage.fail(why, at: now, using: &random)
    guard tells else { return }
    report(.pollFailed(.details(why: why, failures: server.lookOutage.failures)))
  }
}
