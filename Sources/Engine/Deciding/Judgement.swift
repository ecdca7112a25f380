package import Pacing
package import Records

/// The answer to "may this effect be made now?", by what was done to the task before.
package enum Judgement: Sendable, Equatable {
  case fresh(episode: Int)
  /// The same effect was decided before and provably never made.
  indirect case resume(Intent)
  /// Another effect was decided before and never made: it gives way to what follows.
  indirect case replace(Intent, Judgement)
  case no(Past)
}

/// What was done to a task before, where that keeps an effect from being made.
package indirect enum Past: Sendable, Equatable {
  /// What became of this one comes first: it is in flight, in doubt, or waits for a person.
  case unresolved(Intent)
  /// Only reads begun after `until` show what this one, the last, left.
  case settling(Intent, until: Instant)
  /// This one was the same effect in the same episode: done, refused by the server, or dropped by a person.
  case doneBefore(Intent)
  /// The task is where the effect would put it.
  case alreadyThere

  /// The earlier intent that it rests on.
  package var intent: Intent? {
    switch self {
    case .unresolved(let intent), .settling(let intent, _), .doneBefore(let intent): intent
    case .alreadyThere: nil
    }
  }

  /// True where it passes with time, or with an answer or a word that is waited for.
  var isOpen: Bool {
    switch self {
    case .unresolved, .settling: true
    case .doneBefore, .alreadyThere: false
    }
  }
}
