import GeoTareas
import Engine
import Records

/// Something that is to happen in the simulated world.
enum Happening {
  case arrival(Request)
  case answer(CallID, Result<HTTPResponse, TransportError>, token: Int?, life: Int)
  case wake
  case birth, people, chores, operators, news, trouble, clock, restart
}

/// A request on its way to the server.
struct Request {
  var id: CallID
  var call: GeoTareas.Call
  var token: Int
  var fate: Fate
  /// The attempt behind a write, as it was armed.
  var intent: Intent?
  var sentAt: Duration
  var life: Int
}

/// What is to happen, by time and then by the order of its coming.
struct HappeningQueue {
  private struct Entry {
    var at: Duration
    var happening: Happening
  }

  /// The next one last.
  private var waiting: [Entry] = []

  /// When the engine wants to be woken, which it says anew each time.
  var wake: Duration?

  mutating func push(_ happening: Happening, at: Duration) {
    var index = waiting.endIndex
    while index > 0, waiting[index - 1].at <= at { index -= 1 }
    waiting.insert(Entry(at: at, happening: happening), at: index)
  }

  /// When the next one is to happen.
  var next: Duration? {
    guard let first = waiting.last?.at else { return wake }
    return wake.map { min($0, first) } ?? first
  }

  mutating func pop() -> (at: Duration, happening: Happening)? {
    if let wake, waiting.last.map({ wake < $0.at }) ?? true {
      self.wake = nil
      return (wake, .wake)
    }
    return waiting.popLast().map { ($0.at, $0.happening) }
  }
}
