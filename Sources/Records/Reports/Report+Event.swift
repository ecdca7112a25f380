package import Foundation
package import GeoTareas

extension Report {
  /// What has happened: a case for each ``Name``, with its facts.
  package enum Event: Sendable, Equatable {
    case daemonStart(version: String, config: String, trail: TrailEnd?)
    case daemonReady(tenants: Int, rules: Int)
    /// The run ends before it has begun.
    case daemonStartFailed(why: String)
    case daemonReloadOK(Reloaded)
    case daemonReloadFailed(ReloadFailure)
    /// - Parameter waitsFor: The intents whose writes were sent and have no answer yet.
    case daemonStopping(waitsFor: [String])
    case daemonStop(RunEnd, trail: TrailEnd?)
    case secretUnsafe(SecretProblem)
    case logFallback(why: String)
    case logRestored(LogGap)

    case pingFailed(PingFailure)
    /// - Parameter failures: How many calls in a row had failed.
    case pingRecovered(failures: Int)

    /// - Parameters:
    ///   - source: What is read, in words.
    ///   - ways: Where notices go, in words.
    case notifyReady(source: String, ways: String)
    case notifyFailed(NoticeFailure)
    /// - Parameter failures: How many tries in a row had failed.
    case notifyRecovered(failures: Int)

    case tenantOK(Acceptance)
    case tenantPaused(Pause)
    case tenantAuthFailed(AuthFailure)
    case tenantForbidden(Prohibition)
    case tenantSummary(Summary)

    case pollFailed(PollFailure)
    case pollRecovered(PollRecovery)
    case pollRowUnreadable(OddRows)
    case pollPartial(PartialPoll)

    case apiChanged(ChangedAnswers)

    /// - Parameter isDry: True where nothing is sent.
    case decisionAct(Decided, isDry: Bool)
    /// - Parameter stage: The rule's stage, as rule files name it.
    case decisionShadow(Decided, stage: String, insteadOf: RuleFacts?)
    case decisionBlocked(Block)
    case decisionCapped(RuleFacts, limit: String)
    case decisionShadowed(TaskFacts, RuleFacts, by: RuleFacts)
    case decisionUnknown(TaskFacts, RuleFacts)

    case intentArmed(EffectFacts)
    case intentDone(EffectFacts, Receipt, AnswerFacts)
    case intentRefused(EffectFacts, why: String, AnswerFacts?)
    case intentUnknown(EffectFacts, Uncertainty)
    case intentVerified(EffectFacts, Proof)
    case intentSuperseded(EffectFacts, why: String)
    /// - Parameter days: For how long it has been parked; nil where that is news.
    case intentParked(EffectFacts, why: String, days: Int?)
    /// - Parameter state: The state after a person's verdict.
    case intentResolved(EffectFacts, state: Intent.State, why: String)

    case holdSet(HoldFacts)
    case holdReleased(HoldFacts)

    case rateLimited(Throttle)
    case rateRecovered(Endpoint, lasted: Duration, since: Date)

    case journalFull(JournalTrouble)
    case journalCorrupt(JournalTrouble)
    case journalBehind(JournalTrouble)
    case journalRefused(JournalRefusal)

    case tlsVerifyFailed(CertificateProblem)
  }

  /// The event's stable name.
  package var name: Name { event.name }
}

extension Report.Event {
  /// The event's stable name.
  package var name: Report.Name {
    switch self {
    case .daemonStart: .daemonStart
    case .daemonReady: .daemonReady
    case .daemonReloadOK: .daemonReloadOK
    case .daemonReloadFailed: .daemonReloadFailed
    case .daemonStartFailed: .daemonStartFailed
    case .daemonStopping: .daemonStopping
    case .daemonStop: .daemonStop
    case .secretUnsafe: .secretUnsafe
    case .logFallback: .logFallback
    case .logRestored: .logRestored
    case .pingFailed: .pingFailed
    case .pingRecovered: .pingRecovered
    case .notifyReady: .notifyReady
    case .notifyFailed: .notifyFailed
    case .notifyRecovered: .notifyRecovered
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
    }
  }
}
