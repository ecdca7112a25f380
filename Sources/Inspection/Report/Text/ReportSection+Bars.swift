import Foundation
import Journal
import Log

/// What was done over time, drawn with letters.
extension ReportSection {
  /// The length of the longest bar.
  private static let longest = 24

  /// A line for each part of the span in which anything happened, hours below their day.
  var bars: [String] {
    let title = page.style.bold("\(words.overTime), \(words.per(report.unit))".uppercased())
    let busy = report.bars.filter { $0.tally.total > 0 }
    guard let most = busy.map(\.tally.total).max() else { return [title, "  " + words.nothingHappened] }
    let kinds = page.kinds(of: busy.map(\.tally))
    var lines = [title]
    var day = ""
    for bar in busy {
      let stamp = page.stamp(bar.span.lowerBound, clock)
      // The day with its offset, which may change within it.
      let heading = "\(stamp.prefix(10)) \(stamp.suffix(6))"
      if report.unit == .hour, heading != day {
        lines.append("  " + page.style.faint(heading))
        day = heading
      }
      let name = report.unit == .hour ? "  " + stamp.dropFirst(11).prefix(5) : String(stamp.prefix(10))
      let length = max(1, bar.tally.total * Self.longest / most)
      let counts = kinds.filter { bar.tally[$0] > 0 }
        .map { words.counted($0, counting(bar.tally[$0])) }.joined(separator: ", ")
      let drawn = String(repeating: "█", count: length) + String(repeating: " ", count: Self.longest - length)
      let room = ReportText.width - name.count - Self.longest - 6
      let parts = counts.wrapped(to: room)
      lines.append("  \(name)  \(drawn)  \(parts[0])")
      let indent = String(repeating: " ", count: ReportText.width - room)
      lines += parts.dropFirst().map { indent + $0 }
    }
    return lines + (busy.count < report.bars.count ? ["  " + page.style.faint(words.emptyBars)] : [])
  }
}
