import CalendarTime
import Foundation
import Rules
import YAML

/// Reads one entry of `calendars`.
struct CalendarDecoder {
  let findings: Diagnostics

  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  func calendar(_ entry: Definitions.Entry) -> WorkCalendar? {
    let what = "calendar '\(entry.name)'"
    guard let fields = Fields(entry.node, what, keys: Keys.calendar, findings) else { return nil }
    let zone = fields.required("timezone").flatMap { findings.timezone($0) }.flatMap { TimeZone(identifier: $0) }
    let open = fields.required("open").flatMap { openings($0) }
    let closed = fields["closed"].map { closedDays($0) } ?? []
    let known = fields["holidays_known_until"].map { findings.day($0) }
    guard let zone, let open, let closed, known != .some(nil) else { return nil }
    return WorkCalendar(
      name: entry.name, zone: zone, open: open, closed: closed, holidaysKnownUntil: known.flatMap { $0 })
  }

  private func openings(_ node: Node) -> [Int: [WorkCalendar.Opening]]? {
    guard case .mapping(let entries) = node.content else {
      return findings.expected("a map of weekdays and opening hours", node)
    }
    var open: [Int: [WorkCalendar.Opening]] = [:]
    var places: [Int: Mark] = [:]
    var isGood = true
    for entry in entries {
      let days = weekdays(entry.key)
      let hours = hours(entry.value)
      guard let days, let hours else {
        isGood = false
        continue
      }
      for day in days {
        if let first = places[day] {
          findings.error(
            "'\(Self.days[day - 1])' is given twice in 'open'; put all its hours in one list", at: entry.key.mark,
            notes: [Diagnostic.Note("first given here", at: first)])
          isGood = false
        }
        places[day] = entry.key.mark
        if !hours.isEmpty { open[day] = hours }
      }
    }
    if isGood && open.isEmpty {
      findings.error("the calendar is never open; expected opening hours on some day", at: node.mark)
      isGood = false
    }
    return isGood ? open : nil
  }

  /// Reads `mon-fri`, `sat` or `mon,wed`; a range may pass the end of the week.
  private func weekdays(_ key: Node.Key) -> [Int]? {
    var found: [Int] = []
    for part in key.text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { word in
        String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      let numbers = ends.compactMap { end in Self.days.firstIndex(of: end).map { $0 + 1 } }
      guard numbers.count == ends.count, (1...2).contains(numbers.count) else {
        let wrong = ends.first { !Self.days.contains($0) } ?? key.text
        findings.error(
          "unknown weekday \(wrong.quotedForMessage); write mon tue wed thu fri sat sun, alone, as mon-fri or as mon,wed",
          at: key.mark)
        return nil
      }
      var day = numbers[0]
      while true {
        if !found.contains(day) { found.append(day) }
        if day == numbers[numbers.count - 1] { break }
        day = day % 7 + 1
      }
    }
    return found
  }

  private func hours(_ node: Node) -> [WorkCalendar.Opening]? {
    guard case .sequence(let items) = node.content else {
      return findings.expected("a list of opening hours such as [\"09:00-17:00\"]", node)
    }
    guard let read = findings.all(items, { item in opening(item).map { (opening: $0, mark: item.mark) } }) else {
      return nil
    }
    let sorted = read.sorted { $0.opening.start < $1.opening.start }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.opening.start < earlier.opening.end {
      findings.error(
        "the opening hours overlap; expected each hour once", at: later.mark,
        notes: [Diagnostic.Note("the other hours are here", at: earlier.mark)])
      return nil
    }
    return sorted.map(\.opening)
  }

  private func opening(_ node: Node) -> WorkCalendar.Opening? {
    let what = "opening hours such as \"09:00-17:00\""
    guard let text = findings.text(node, what) else { return nil }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let start = CivilTime.minutes(ends[0]), let end = CivilTime.minutes(ends[1]) else {
      return findings.expected(what, node)
    }
    if case .scalar(let scalar) = node.content, scalar.style == .plain {
      return findings.expected(what, node, advice: "put it in quotes: \"\(text)\"")
    }
    guard start < end else {
      findings.error(
        "the hours \(text.quotedForMessage) end before they begin; write those after midnight on the next day",
        at: node.mark)
      return nil
    }
    return WorkCalendar.Opening(start: start, end: end)
  }

  private func closedDays(_ node: Node) -> Set<CivilDate>? {
    guard case .sequence(let items) = node.content else {
      return findings.expected("a list of days such as [\"2026-12-25\"]", node)
    }
    guard let ranges = findings.all(items, { findings.days($0) }) else { return nil }
    var days: Set<CivilDate> = []
    for range in ranges {
      for day in range.lowerBound.daysSinceEpoch...range.upperBound.daysSinceEpoch where days.count < 10_000 {
        days.insert(CivilDate(daysSinceEpoch: day))
      }
    }
    return days
  }
}

extension Diagnostics {
  /// Reads the name of a time zone.
  func timezone(_ node: Node) -> String? {
    guard let name = text(node, "an IANA name such as America/Guayaquil") else { return nil }
    if TimeZoneNames.contains(name) { return name }
    let nearest = TimeZoneNames.ofCity(name) ?? Suggestion.nearest(to: name, among: TimeZoneNames.all)
    let advice = nearest.map { "did you mean '\($0)'?" } ?? "expected an IANA name such as America/Guayaquil"
    error("unknown time zone \(name.quotedForMessage); \(advice)", at: node.mark)
    return nil
  }
}

/// The names of time zones that a file may use.
enum TimeZoneNames {
  /// True for a name in the IANA database, but not for an abbreviation such as `EST` or an offset such as `GMT+5`.
  static func contains(_ name: String) -> Bool {
    if name == "UTC" { return true }
    guard name.contains("/"), !name.contains(".."), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return false
    }
    return TimeZone(identifier: name) != nil
  }

  /// The zone that is named after a city; nil where there is none, or more than one.
  static func ofCity(_ name: String) -> String? {
    let city = name.lowercased().replacing(" ", with: "_")
    let found = all.filter { $0.contains("/") && $0.split(separator: "/").last.map { $0.lowercased() } == city }
    return found.count == 1 ? found[0] : nil
  }

  static var all: [String] { TimeZone.knownTimeZoneIdentifiers }
}
