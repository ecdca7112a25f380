/// Something that must never happen, and did.
package struct Violation: Sendable, CustomStringConvertible {
  /// What must always hold, after every step.
  package enum Invariant: String, Sendable, CaseIterable {
    case oneEffect = "I1: at most one effect for an intent and an episode"
    case armedFirst = "I2: no effect without an earlier durable attempt"
    case rateLimit = "I3: no window of a server's limit is exceeded, restarts included"
    case quietWhenTold = "I4: no write while stopped, paused or dry"
    case explained = "I5: journal and server explain each other"
    case settles = "I7: once nothing goes wrong any more, everything comes to rest"
    case auditChain = "I8: the audit chain verifies"
    case bounded = "I9: memory is bounded by the tasks there are"
    case lively =
      "L1: what a rule must do, and the server lets be done, is done within a time that follows from the limits"
    case named = "L2: a task that cannot be got on with is named"
    case prompt = "L3: soon after an outage there is an effect"
    case vain = "L4: a task to which nothing can be done takes few calls"
    case neighbourly = "L5: beside another client under the same limits few calls are refused, and few of its own"
    case once = "an effect is asked for once in an episode, and again only so often where it is in doubt"
    case stored = "no record goes out that a journal cannot take"
    case protected = "what cannot be known protects"
    case freshLook = "no write to a task that had changed before the look at it"
    case ruleLimit = "no rule goes beyond its limits"
    case runWithin = "no write while a rule's calendar is closed"
    case handsOff = "no write to a task that people touched, within its time"
    case cooldown = "no write within the cooldown or beyond the most hops"
    case pool = "pools choose only who may be chosen"
    case shares = "weighted pools share out by weight"
    case canary = "a canary stays with its share of the instances"
    case reasons = "what is said of a task is what the engine has decided, rests on what is so, and comes true"
    case shell = "the engine asks its shell for nothing impossible"
  }

  package var invariant: Invariant
  package var what: String

  package var description: String { "\(invariant.rawValue): \(what)" }
}
