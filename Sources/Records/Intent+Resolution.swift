package import Foundation

/// A person's verdict on a parked or refused intent.
package enum Resolution: String, Sendable, CaseIterable {
  /// The effect is there.
  case done
  /// It is not there, and may be tried again.
  case notDone = "not-done"
  /// It must not be tried again while the task stays as it is.
  case drop

  /// The state of the intent after this verdict.
  package var state: Intent.State {
    switch self {
    case .done: .done
    case .notDone: .planned
    case .drop: .superseded
    }
  }
}

extension Intent {
  /// The intent as it is after a person's verdict on it.
  package func resolved(_ resolution: Resolution, by name: String, why: String, at now: Date) -> Intent {
    var intent = self
    intent.state = resolution.state
    intent.changedAt = now
    intent.note = "\(resolution.rawValue), says \(name): \(why)"
    intent.verdict = resolution
    // Attempts that could not be proved are settled now: they must not park the intent again.
    if resolution == .notDone { intent.doubtfulAttempts = 0 }
    return intent
  }
}
