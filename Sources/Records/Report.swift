/// A record of the log, before it has a form.
package struct Report: Sendable, Equatable {
  /// How serious a report is.
  ///
  /// `err`: a person is needed; `warning`: something is degraded but heals by itself; `notice`: an effect, a start, a
  /// stop; `info`: a decision; `debug`: the wire.
  package enum Level: String, Sendable, CaseIterable {
    case debug, info, notice, warning, err
  }

  /// The stable names of events, one for each kind of record.
  package enum Name: String, Sendable, CaseIterable {
    case daemonStart = "daemon.start"
    case daemonReady = "daemon.ready"
    case daemonReloadOK = "daemon.reload.ok"
    case daemonReloadFailed = "daemon.reload.failed"
    case daemonStopping = "daemon.stopping"
    case daemonStop = "daemon.stop"
    case tenantOK = "tenant.ok"
    case tenantPaused = "tenant.paused"
    case tenantAuthFailed = "tenant.auth_failed"
    case tenantForbidden = "tenant.forbidden"
    case tenantSummary = "tenant.summary"
    case pollFailed = "poll.failed"
    case pollRecovered = "poll.recovered"
    case pollRowUnreadable = "poll.row_unreadable"
    case pollPartial = "poll.partial"
    case decisionAct = "decision.act"
    case decisionShadow = "decision.shadow"
    case decisionBlocked = "decision.blocked"
    case decisionCapped = "decision.capped"
    case decisionShadowed = "decision.shadowed"
    case decisionUnknown = "decision.unknown"
    case intentArmed = "intent.armed"
    case intentDone = "intent.done"
    case intentRefused = "intent.refused"
    case intentUnknown = "intent.unknown"
    case intentVerified = "intent.verified"
    case intentSuperseded = "intent.superseded"
    case intentParked = "intent.parked"
    case intentResolved = "intent.resolved"
    case holdSet = "hold.set"
    case holdReleased = "hold.released"
    case rateLimited = "rate.limited"
    case rateRecovered = "rate.recovered"
    case journalFull = "journal.full"
    case journalCorrupt = "journal.corrupt"
    case journalBehind = "journal.behind"
    case journalRefused = "journal.refused"
    case tlsVerifyFailed = "tls.verify_failed"
    case secretUnsafe = "secret.unsafe"
    case logFallback = "log.fallback"
    case logRestored = "log.restored"
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

  package var name: Name
  package var level: Level
  package var message: String
  package var fields: [Field]

  package init(_ name: Name, _ level: Level, _ message: String, _ fields: [Field] = []) {
    self.name = name
    self.level = level
    self.message = message
    self.fields = fields
  }
}
