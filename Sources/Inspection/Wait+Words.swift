import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Records

extension Wait {
  /// For people: what waits, why, since when, until when, and what to do.
  func inWords(at now: Date, _ clock: WallTime) -> String {
    var text = "\(LogText.safe(what)): \(LogText.safe(why))"
    if let since {
      text += "; since \(clock.stamp(since.wholeSecond)) (\(TenantStatus.rough(max(0, now.timeIntervalSince(since)))))"
    }
    if let until {
      text += until > now ? "; next try in \(TenantStatus.rough(until.timeIntervalSince(now)))" : "; being tried"
    }
    return text + "; \(LogText.safe(advice))"
  }

  /// For programs; its keys are stable.
  func json(_ tenant: String) -> JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)),
      JSONMember("what", .string(what)), JSONMember("task", .optional(task)), JSONMember("why", .string(why)),
      JSONMember("since", .optional(since?.formatted(.iso8601))),
      JSONMember("until", .optional(until?.formatted(.iso8601))),
      JSONMember("advice", .string(advice)), JSONMember("needs_person", .bool(needsPerson)),
    ])
  }
}

extension Date {
  /// The moment without its fraction of a second.
  var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
