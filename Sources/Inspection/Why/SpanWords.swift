import CalendarTime
import Foundation
import GeoTareas

/// Says lengths of time and moments in the words of a condition as people do: `161767.674s` as `1 d 20 h`, `2bd` as
/// `2 business days`.
struct SpanWords {
  /// The tenant's zone, for moments.
  let zone: TimeZone

  /// What a condition about time asks for, with every length in full.
  func asked(_ words: String) -> String {
    words.split(separator: " ").map { Self.words(of: String($0), isWhole: true) ?? String($0) }.joined(separator: " ")
  }

  /// What the task holds: a length, cut off behind its two largest units so that it never reaches a bound that the task
  /// has not; or a moment with its offset.
  func seen(_ words: String) -> String {
    if words.hasPrefix("due "), let due = LocalDateTime(String(words.dropFirst(4))) {
      return "due \(WallTime(zone: zone).stamp(due.date(in: zone)))"
    }
    return Self.words(of: words, isWhole: false) ?? words
  }

  /// A span as rules write it, in words; nil for any other text.
  private static func words(of text: String, isWhole: Bool) -> String? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let unit = Span.Unit(rawValue: String(text.dropFirst(number.count))),
      let value = Decimal(string: String(number), locale: Locale(identifier: "en_US_POSIX"))
    else { return nil }
    switch unit {
    case .second: return clock(value, isWhole)
    case .minute: return clock(value * 60, isWhole)
    case .hour: return clock(value * 3_600, isWhole)
    case .day: return clock(value * 86_400, isWhole)
    case .businessHour: return counted(value, "business hour", isWhole)
    case .businessDay: return counted(value, "business day", isWhole)
    }
  }

  private static func clock(_ seconds: Decimal, _ isWhole: Bool) -> String {
    let whole = rounded(seconds, to: 0)
    var rest = NSDecimalNumber(decimal: whole).int64Value
    var parts: [String] = []
    for (length, unit) in [(Int64(86_400), "d"), (3_600, "h"), (60, "min")] {
      if rest >= length || !parts.isEmpty && !isWhole { parts.append("\(rest / length) \(unit)") }
      rest %= length
    }
    let seconds = Decimal(rest) + (isWhole ? seconds - whole : 0)
    if seconds != 0 || parts.isEmpty { parts.append("\(seconds) s") }
    let shown = isWhole ? parts[...] : parts.prefix(2)
    return shown.filter { !$0.hasPrefix("0 ") || parts.count == 1 }.joined(separator: " ")
  }

  private static func counted(_ value: Decimal, _ noun: String, _ isWhole: Bool) -> String {
    let shown = isWhole ? value : rounded(value, to: 2)
    return "\(shown) \(noun)\(shown == 1 ? "" : "s")"
  }

  private static func rounded(_ value: Decimal, to digits: Int) -> Decimal {
    var (value, result) = (value, Decimal())
    NSDecimalRound(&result, &value, digits, .down)
    return result
  }
}
