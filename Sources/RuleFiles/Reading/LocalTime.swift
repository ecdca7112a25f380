import CalendarTime
import Foundation
import YAML

/// Turns wall-clock times of a zone into moments and back.
struct LocalTime {
  let zone: TimeZone

  /// The moment as a rule test writes it: `2026-03-09T12:00`, with seconds where there are some.
  func text(_ date: Date) -> String {
    WallTime(zone: zone).text(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded()))
  }

  /// Reads a time of the zone.
  func date(_ node: Node, _ findings: Diagnostics) -> Date? {
    let what = "a time such as \"2026-03-09T15:30\""
    guard let text = findings.text(node, what) else { return nil }
    guard let time = CivilTime(text: text) else { return findings.expected(what, node) }
    if time.exists(in: zone) { return time.date(in: zone) }
    findings.error(
      "\(text.quotedForMessage) does not exist in \(zone.identifier): the clocks go forward there", at: node.mark)
    return nil
  }
}
