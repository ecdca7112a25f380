/// A length of time as a rule's author writes it: clock time, or working time by a calendar.
package struct Span: Sendable, Hashable {
  package enum Unit: String, Sendable, CaseIterable {
    case second = "s"
    case minute = "m"
    case hour = "h"
    /// 24 hours of the clock.
    case day = "d"
    /// Open hours of a calendar.
    case businessHour = "bh"
    /// Working days of a calendar. Each counts as one once its open hours are over, and in part while they pass.
    case businessDay = "bd"
  }

  /// In thousandths of the unit, so that `1.5h` is exact.
  package var thousandths: Int64
  package var unit: Unit

  package init(thousandths: Int64, unit: Unit) {
    self.thousandths = thousandths
    self.unit = unit
  }

  /// True for the units that need a calendar.
  package var isWorkingTime: Bool { unit == .businessHour || unit == .businessDay }
}

extension Span: CustomStringConvertible {
  /// As it is written in a rule: `1.5h`.
  package var description: String {
    let whole = thousandths / 1_000
    let rest = thousandths % 1_000
    guard rest != 0 else { return "\(whole)\(unit.rawValue)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)\(unit.rawValue)"
  }
}
