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
  case tenantHeld, ruleHeld, taskHeld, holdReleased, holdOver, ruleBroken, breakerReleased, heldUnheard, overspent,
    buttonPressed
  case saidDone, saidNotDone, saidDrop, nobodyLeft
  // Of odd worlds.
  case refusedToken, forbidden, webPage, absurd429, absurd503, absurd200, badNode
  case brokenTask, oddRow, oddSteps, longNumber, reordered, neighbour, tenantBeside, unstorable

  /// The oddities with which it comes; nil for those that come without.
  var oddities: Set<Oddity>? {
    switch self {
    case .refusedToken: [.hiccup]
    case .forbidden: [.permission]
    case .webPage: [.gatewayPages]
    case .absurd429, .absurd503, .absurd200: [.absurdWaits]
    case .badNode: [.badNode]
    case .brokenTask: Set(Oddity.ailments)
    case .oddRow: [.oddRows, .illegible]
    case .oddSteps: [.oddSteps]
    case .longNumber: [.decimals]
    case .reordered: [.reordered]
    case .neighbour: [.neighbour]
    case .tenantBeside: [.tenants]
    case .unstorable: [.unstorable]
    default: nil
    }
  }
}

/// A stretch of time in which one thing is wrong with every request it concerns.
struct Trouble: Sendable {
  enum Kind: String, CaseIterable {
    case unreachable, silent, certificate, noDetails, unavailable, loginRefused, loginBroken, plague
    case hiccup, permission, badNode

    /// Those of every world.
    static let usual = allCases.filter { $0.oddity == nil }

    /// Those that come with an oddity.
    static let odd = allCases.filter { $0.oddity != nil }

    var oddity: Oddity? {
      switch self {
      case .hiccup: .hiccup
      case .permission: .permission
      case .badNode: .badNode
      default: nil
      }
    }
  }

  var kind: Kind
  var until: Duration
}
