import Foundation
import Rules
import YAML

/// Turns wall-clock times of a zone into moments and back.
struct LocalTime {
  let zone: TimeZone

  /// The moment; nil for a time that the zone's clocks skip.
  func date(_ moment: CivilText.Moment) -> Date? {
    let wall = TimeInterval(moment.civilSeconds)
    for probe in [wall - 86_400, wall + 86_400] {
      let offset = TimeInterval(zone.secondsFromGMT(for: Date(timeIntervalSince1970: probe)))
      let date = Date(timeIntervalSince1970: wall - offset)
      if TimeInterval(zone.secondsFromGMT(for: date)) == offset { return date }
    }
    return nil
  }

  /// The moment as a rule test writes it: `2026-03-09T12:00`, with seconds where they are not zero.
  func text(_ date: Date) -> String {
    let wall = Int(date.timeIntervalSince1970.rounded()) + zone.secondsFromGMT(for: date)
    let day = (wall >= 0 ? wall : wall - 86_399) / 86_400
    let seconds = wall - day * 86_400
    let clock = [seconds / 3600, seconds / 60 % 60].map { CivilText.padded($0, 2) }.joined(separator: ":")
    let rest = seconds % 60 == 0 ? "" : ":" + CivilText.padded(seconds % 60, 2)
    return "\(CivilText.text(CivilDate(daysSinceEpoch: day)))T\(clock)\(rest)"
  }

  /// Reads a time of the zone.
  func date(_ node: Node, _ findings: Diagnostics) -> Date? {
    let what = "a time such as \"2026-03-09T15:30\""
    guard let text = findings.text(node, what) else { return nil }
    guard let moment = CivilText.moment(text) else { return findings.expected(what, node) }
    if let date = date(moment) { return date }
    findings.error(
      "\(text.quotedForMessage) does not exist in \(zone.identifier): the clocks go forward there", at: node.mark)
    return nil
  }
}
