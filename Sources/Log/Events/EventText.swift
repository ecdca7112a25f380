package import Records

/// What an event of the log means: the one source of the message catalogue and of capataz-log(7).
///
/// In these texts, what is typed or appears in a record is between grave accents. After a change, run
/// `Scripts/write-log-texts`, which rewrites `systemd/capataz.catalog` and the manual page.
package struct EventText: Sendable {
  /// The `MESSAGE_ID` in the systemd journal: 128 bits in hexadecimal, assigned once and never changed.
  package var id: String
  /// One line; a field between `@` is filled in by journalctl.
  package var subject: String
  /// The levels at which it is logged, the lowest first.
  package var levels: [LogEntry.Level]
  /// The keys of the fields that every such record has, in the order of their explanations.
  package var fields: [String] = []
  /// The keys of the fields that only some records have.
  package var sometimes: [String] = []
  /// What has happened.
  package var meaning: String
  /// What a person does about it.
  package var advice: String
}

extension Report.Name {
  /// What the event means.
  package var text: EventText {
    switch self {
    case .daemonStart: .daemonStart
    case .daemonReady: .daemonReady
    case .daemonStartFailed: .daemonStartFailed
    case .daemonReloadOK: .daemonReloadOK
    case .daemonReloadFailed: .daemonReloadFailed
    case .daemonStopping: .daemonStopping
    case .daemonStop: .daemonStop
    case .tenantOK: .tenantOK
    case .tenantPaused: .tenantPaused
    case .tenantAuthFailed: .tenantAuthFailed
    case .tenantForbidden: .tenantForbidden
    case .tenantSummary: .tenantSummary
    case .pollFailed: .pollFailed
    case .pollRecovered: .pollRecovered
    case .pollRowUnreadable: .pollRowUnreadable
    case .pollPartial: .pollPartial
    case .apiChanged: .apiChanged
    case .decisionAct: .decisionAct
    case .decisionShadow: .decisionShadow
    case .decisionBlocked: .decisionBlocked
    case .decisionCapped: .decisionCapped
    case .decisionShadowed: .decisionShadowed
    case .decisionUnknown: .decisionUnknown
    case .intentArmed: .intentArmed
    case .intentDone: .intentDone
    case .intentRefused: .intentRefused
    case .intentUnknown: .intentUnknown
    case .intentVerified: .intentVerified
    case .intentSuperseded: .intentSuperseded
    case .intentParked: .intentParked
    case .intentResolved: .intentResolved
    case .holdSet: .holdSet
    case .holdReleased: .holdReleased
    case .rateLimited: .rateLimited
    case .rateRecovered: .rateRecovered
    case .journalFull: .journalFull
    case .journalCorrupt: .journalCorrupt
    case .journalBehind: .journalBehind
    case .journalRefused: .journalRefused
    case .tlsVerifyFailed: .tlsVerifyFailed
    case .secretUnsafe: .secretUnsafe
    case .logFallback: .logFallback
    case .logRestored: .logRestored
    case .pingFailed: .pingFailed
    case .pingRecovered: .pingRecovered
    case .notifyReady: .notifyReady
    case .notifyFailed: .notifyFailed
    case .notifyRecovered: .notifyRecovered
    }
  }
}
