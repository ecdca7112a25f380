package import Foundation
package import GeoTareas
package import Pacing
package import Records

/// What keeps a candidate from going now, apart from the limits of the API.
package enum Obstacle: Sendable, Equatable {
  /// A person, or we ourselves after too many parked effects, hold it; until then, where the hold ends by itself.
  case held(Hold, until: Date?)
  /// The stop button is pressed by this task; nil where it cannot be read.
  case stopButton(pressedBy: TaskID?)
  /// Its rule's calendar is closed; until then, where that is known.
  case closed(until: Date?)
  /// Calls about the task fail, with this word of the last one; until then, where it is tried again.
  case postponed(why: String, until: Instant?)
  /// The server forbids our user writes like this, with this word; one is tried then.
  case forbidden(Endpoint, why: String, until: Instant)
  /// A limit of its rule leaves no room; of a daily sum, so much is left.
  case capped(limit: String, left: Decimal?)
  /// All writes wait until then, or, where that is nil, until the tasks can be read.
  case paused(until: Instant?)
  /// All writes wait for a person, since then.
  case stopped(since: Date)
  /// The task has had so many effects within a day: instead of one more a person is asked.
  case tossed(effects: Int)

  /// The same in words, where it is a safeguard of the rule, a hold or the button.
  package var restraint: Restraint? {
    switch self {
    case .held(let hold, let until):
      Restraint(.hold, "hold \(hold.number) on \(hold.scope), by \(hold.by): \(hold.why)", until: until)
    case .stopButton(let task?): Restraint(.hold, "the stop button: task \(task) is open")
    case .stopButton(nil): Restraint(.hold, "the stop button cannot be read")
    case .closed(let until): Restraint(.runWithin, "its calendar is closed", until: until)
    case .capped(let limit, let left): Restraint(.limit, limit + (left.map { ", \($0) of it left" } ?? ""))
    case .postponed, .forbidden, .paused, .stopped, .tossed: nil
    }
  }
}
