package import Foundation

/// Shows moments as wall clocks in a tenant's zone show them.
package struct WallTime: Sendable {
  private let calendar: Calendar

  package init(zone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  /// The day, as `2026-03-09`.
  package func day(_ date: Date) -> String {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return "\(Self.padded(parts.year, 4))-\(Self.padded(parts.month, 2))-\(Self.padded(parts.day, 2))"
  }

  /// The day of the week, as `Mon`.
  package func weekday(_ date: Date) -> String {
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let number = calendar.component(.weekday, from: date) - 1
    return names.indices.contains(number) ? names[number] : ""
  }

  /// The time of day, as `15:30`; with seconds where they are not zero.
  package func time(_ date: Date) -> String {
    let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
    let minutes = "\(Self.padded(parts.hour, 2)):\(Self.padded(parts.minute, 2))"
    return parts.second == 0 ? minutes : "\(minutes):\(Self.padded(parts.second, 2))"
  }

  /// Day and time, as `2026-03-09T15:30`, the form used in rule tests.
  package func text(_ date: Date) -> String { "\(day(date))T\(time(date))" }

  private static func padded(_ value: Int?, _ width: Int) -> String {
    let text = String(value ?? 0)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
