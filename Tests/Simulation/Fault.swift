/// What may go wrong in the simulation; every kind must occur over a run.
package enum Fault: String, Sendable, CaseIterable {
  // Of a single request.
  case slow, notSent, certificate, lostBefore, lostAnswer, appliedLate, errorBeforeApply, errorAfterApply
  case gatewayAfterApply, wrongBody, cutBody, accepted202, otherTask, redirect, rateLimit, rateLimitWithoutWait
  case unavailable, falseConflict, loginRefused, loginLimited, loginBroken
  // Of the server.
  case tokenExpired, staleRead, pageShift, refusedTask, outage, blindness, plague, laggingRead
  // Of others.
  case personCompletes, personReassigns, otherClient
  // Of this side.
  case crash, reboot, commitFails, journalFull, stop, reload, ruleEdited, suspend
  case clockForward, clockBack, clockDecadeBack
  // Of people with a command line, and of what the journal knows better than the engine.
  case tenantHeld, ruleHeld, holdReleased, ruleBroken, breakerReleased, heldUnheard, overspent, buttonPressed
  case saidDone, saidNotDone, saidDrop, nobodyLeft
}

/// A stretch of time in which one thing is wrong with every request it concerns.
struct Trouble: Sendable {
  enum Kind: CaseIterable {
    case unreachable, silent, certificate, noDetails, unavailable, loginRefused, loginBroken, plague
  }

  var kind: Kind
  var until: Duration
}
