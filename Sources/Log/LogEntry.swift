import Foundation
package import Records

/// A report as it is logged: its level, its message and its fields.
package struct LogEntry: Sendable, Equatable {
  /// How serious it is.
  ///
  /// `err`: a person is needed; `warning`: something is degraded but heals by itself; `notice`: an effect, a start, a
  /// stop; `info`: a decision; `debug`: the wire.
  package enum Level: String, Sendable, CaseIterable {
    case debug, info, notice, warning, err
  }

  /// One named value; ids are text.
  package struct Field: Sendable, Equatable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  package var name: Report.Name
  package var level: Level
  package var message: String
  package var fields: [Field]

  package init(_ name: Report.Name, _ level: Level, _ message: String, _ fields: [Field] = []) {
    self.name = name
    self.level = level
    self.message = message
    self.fields = fields
  }

  /// Puts a report into words.
  ///
  /// - Parameter names: Whether the labels of entities and the names of people may be in it.
  package init(_ report: Report, names: Bool = true) {
    let telling = (names ? report.event : report.event.nameless).telling(in: report.zone)
    let message = report.tenant.map { "\($0): \(telling.message)" } ?? telling.message
    let tenant = report.tenant.map { [Field("tenant", $0)] } ?? []
    self.init(report.name, telling.level, message, tenant + telling.fields)
  }
}

/// What the log says about an event.
struct Telling {
  var level: LogEntry.Level
  var message: String
  var fields: [LogEntry.Field]

  init(_ level: LogEntry.Level, _ message: String, _ fields: [LogEntry.Field] = []) {
    self.level = level
    self.message = message
    self.fields = fields
  }
}

extension Report.Event {
  /// Level, message and fields, all but the tenant's name; messages have their times in this zone.
  func telling(in zone: TimeZone) -> Telling {
    switch self {
    case .daemonStart(let version, let config, let trail): .start(version, config, trail)
    case .daemonReady(let tenants, let rules): .ready(tenants, rules)
    case .daemonReloadOK(let change): change.telling
    case .daemonReloadFailed(let failure): failure.telling
    case .daemonStartFailed(let why): .startFailed(why)
    case .daemonStopping(let intents): .stopping(intents)
    case .daemonStop(let end, let trail): .stop(end, trail)
    case .secretUnsafe(let problem): problem.telling
    case .logFallback(let why): .fallback(why)
    case .logRestored(let gap): gap.telling
    case .pingFailed(let failure): failure.telling
    case .pingRecovered(let failures): .pingRecovered(failures)
    case .notifyReady(let source, let ways): .notifyReady(source, ways)
    case .notifyFailed(let failure): failure.telling
    case .notifyRecovered(let failures): .notifyRecovered(failures)
    case .tenantOK(let acceptance): acceptance.telling
    case .tenantPaused(let pause): pause.telling
    case .tenantAuthFailed(let failure): failure.telling
    case .tenantForbidden(let prohibition): prohibition.telling
    case .tenantSummary(let summary): summary.telling(in: zone)
    case .pollFailed(let failure): failure.telling
    case .pollRecovered(let recovery): recovery.telling
    case .pollRowUnreadable(let rows): rows.telling
    case .pollPartial(let poll): poll.telling
    case .apiChanged(let answers): answers.telling(in: zone)
    case .decisionAct(let decided, let isDry): .act(decided, isDry: isDry)
    case .decisionShadow(let decided, let stage, let actor): .shadow(decided, stage, insteadOf: actor)
    case .decisionBlocked(let block): block.telling
    case .decisionCapped(let rule, let limit): .capped(rule, limit)
    case .decisionShadowed(let task, let rule, let first): .shadowed(task, rule, by: first)
    case .decisionUnknown(let task, let rule): .undecided(task, rule)
    case .intentArmed(let effect): .armed(effect)
    case .intentDone(let effect, let receipt, let answer): .done(effect, receipt, answer)
    case .intentRefused(let effect, let why, let answer): .refused(effect, why, answer)
    case .intentUnknown(let effect, let doubt): .unknown(effect, doubt)
    case .intentVerified(let effect, let proof): .verified(effect, proof)
    case .intentSuperseded(let effect, let why): .superseded(effect, why)
    case .intentParked(let effect, let why, let days): .parked(effect, why, days)
    case .intentResolved(let effect, let state, let why): .resolved(effect, state, why)
    case .holdSet(let hold): hold.telling(isSet: true, in: zone)
    case .holdReleased(let hold): hold.telling(isSet: false, in: zone)
    case .rateLimited(let throttle): throttle.telling(in: zone)
    case .rateRecovered(let endpoint, let lasted, let since): .answered(endpoint, lasted, since)
    case .journalFull(let trouble), .journalCorrupt(let trouble), .journalBehind(let trouble): trouble.telling
    case .journalRefused(let refusal): refusal.telling
    case .tlsVerifyFailed(let problem): problem.telling(in: zone)
    }
  }
}
