import Engine
import GeoTareas
import Pacing
import Records

/// Bad times: while they last nothing is due, and soon after them something is.
extension Liveness {
  mutating func begin(_ kind: Trouble.Kind, at now: Duration) {
    promise = nil
    let isNew = trouble == nil
    trouble = (kind, trouble?.began ?? now)
    evidence = []
    guard isNew else { return }
    cloudBefore = cloud
    for place in waits.indices { waits[place].debtBefore = waits[place].debt }
  }

  /// The bad time is over, and no call that it befell is under way any more.
  ///
  /// - Parameter freeAt: When every limit leaves room for a request.
  mutating func endTrouble(at now: Duration, freeAt: Duration) {
    guard let (kind, began) = trouble else { return }
    trouble = nil
    let isOverdue = waits.contains {
      !$0.want.isBroken && $0.since + bound(of: $0.want) + $0.debtBefore <= now
    }
    let rest = recovery(from: kind)
    for place in waits.indices {
      waits[place].debt += max(.zero, now - max(began, waits[place].since)) + rest + max(.zero, freeAt - now)
    }
    cloud = max(cloud, now + rest, freeAt)
    // What befalls one task is no outage to those who cannot see more.
    guard isOverdue, let soon = patience.afterOutage, kind.isOutage, evidence.count > 1 || evidence.contains("") else {
      return
    }
    let due = max(now + soon, freeAt, cloudBefore) + pollTime + pace(.detail) + .seconds(10)
    promise = Promise(kind: kind, end: now, due: due)
  }

  /// How long what a bad time has left behind may hold up what comes after it.
  private func recovery(from kind: Trouble.Kind) -> Duration {
    switch kind {
    case .loginRefused: patience.longestDenial
    // A single write finds out every few minutes.
    case .permission: .seconds(300) + settings.pollEvery
    default: (patience.afterOutage ?? .seconds(300)) + settings.pollEvery
    }
  }

  /// The promise that was broken.
  func brokenPromise(at now: Duration) -> Promise? {
    guard let promise, now > promise.due, now > silentUntil, !isButtonTold else { return nil }
    return promise
  }
}

extension Trouble.Kind {
  /// True where it is over at once for all calls, and says nothing of our own rights.
  var isOutage: Bool {
    switch self {
    case .unreachable, .silent, .certificate, .noDetails, .unavailable, .hiccup, .badNode: true
    case .loginRefused, .loginBroken, .plague, .permission: false
    }
  }
}
