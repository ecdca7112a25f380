import Rules
import YAML

/// Days and times of day as the user writes them, without a zone.
enum CivilText {
  /// A day, with a time of day where one is given.
  struct Moment: Sendable, Hashable {
    var day: CivilDate
    /// Seconds from midnight by the wall clock.
    var seconds = 0

    /// Seconds since 1970-01-01T00:00:00 as if it were UTC.
    var civilSeconds: Int64 { Int64(day.daysSinceEpoch) * 86_400 + Int64(seconds) }
  }

  /// Reads `2026-03-09`; nil for anything else and for a day that does not exist.
  static func day(_ text: some StringProtocol) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      let year = number(parts[0]), let month = number(parts[1]), let day = number(parts[2]),
      (1...9999).contains(year), (1...12).contains(month), (1...length(of: month, in: year)).contains(day)
    else { return nil }
    return CivilDate(daysSinceEpoch: days(year, month, day))
  }

  /// Reads `2026-03-09`, `2026-03-09T15:30` or `2026-03-09T15:30:00`.
  static func moment(_ text: String) -> Moment? {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let day = day(parts[0]) else { return nil }
    guard parts.count == 2 else { return Moment(day: day) }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = clock.compactMap { $0.utf8.count == 2 ? number($0) : nil }
    guard numbers.count == clock.count, (2...3).contains(numbers.count), numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return Moment(day: day, seconds: numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
  }

  /// Reads `09:00`, or `24:00` for the end of a day, as minutes from midnight.
  static func minutes(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = number(parts[0]),
      let minute = number(parts[1]), minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }

  /// The day in the same form in which it is read.
  static func text(_ date: CivilDate) -> String {
    // Computes the civil date from days, by eras of 400 years that begin in March.
    let shifted = date.daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Diagnostics {
  /// Reads a day such as `2026-12-25`.
  func day(_ node: Node) -> CivilDate? {
    let what = "a day such as \"2026-12-25\""
    guard let text = text(node, what) else { return nil }
    return CivilText.day(text) ?? expected(what, node)
  }

  /// Reads a day, or a first and a last day: `2026-08-03..2026-08-14`.
  func days(_ node: Node) -> ClosedRange<CivilDate>? {
    let what = "days such as \"2026-08-03..2026-08-14\""
    guard let text = text(node, what) else { return nil }
    if let day = CivilText.day(text) { return day...day }
    guard let dots = text.firstRange(of: ".."), let first = CivilText.day(text[..<dots.lowerBound]),
      let last = CivilText.day(text[dots.upperBound...])
    else { return expected(what, node) }
    guard first <= last else {
      error("the days \(text.quotedForMessage) go backwards; expected the first day first", at: node.mark)
      return nil
    }
    return first...last
  }
}
