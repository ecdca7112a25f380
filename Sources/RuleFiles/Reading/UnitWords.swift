import YAML

/// Lengths of time as people write them elsewhere: `2 hours`, `1 week`, `1h30m`.
enum UnitWords {
  private static let plain: [String: (unit: String, times: Int)] = {
    var words: [String: (unit: String, times: Int)] = [
      "w": ("d", 7), "wk": ("d", 7), "wks": ("d", 7), "week": ("d", 7), "weeks": ("d", 7), "hr": ("h", 1),
      "hrs": ("h", 1), "min": ("m", 1), "mins": ("m", 1), "sec": ("s", 1), "secs": ("s", 1), "msec": ("ms", 1),
      "fortnight": ("d", 14), "semana": ("d", 7), "semanas": ("d", 7), "día": ("d", 1), "días": ("d", 1),
      "dia": ("d", 1), "dias": ("d", 1), "hora": ("h", 1), "horas": ("h", 1), "minuto": ("m", 1), "minutos": ("m", 1),
      "wd": ("bd", 1), "workday": ("bd", 1), "workdays": ("bd", 1), "business day": ("bd", 1),
      "business days": ("bd", 1), "working day": ("bd", 1), "working days": ("bd", 1), "business hour": ("bh", 1),
      "business hours": ("bh", 1), "working hour": ("bh", 1), "working hours": ("bh", 1),
    ]
    for (word, unit) in [("day", "d"), ("hour", "h"), ("minute", "m"), ("second", "s"), ("millisecond", "ms")] {
      words[word] = (unit, 1)
      words["\(word)s"] = (unit, 1)
    }
    return words
  }()

  /// The same length as it is written here; nil where that is not clear.
  ///
  /// - Parameter units: The units that may be used.
  static func spelled(_ text: String, units: [String]) -> String? {
    var rest = text[...]
    var parts: [(count: Int, fraction: String, unit: String)] = []
    while !rest.isEmpty {
      guard let number = UnitNumber(String(rest)), let count = Int(number.whole), count <= 1_000_000 else { return nil }
      // A unit ends where the next number begins.
      let tail = number.unit
      let end = tail.firstIndex { $0.isASCII && $0.isNumber } ?? tail.endIndex
      let word = tail[..<end].drop { $0 == " " || $0 == "_" }.reversed().drop { $0 == " " }.reversed()
      guard let known = known(String(word), units) else { return nil }
      guard number.fraction.isEmpty || known.times == 1 else { return nil }
      parts.append((count * known.times, number.fraction, known.unit))
      rest = rest[rest.index(rest.endIndex, offsetBy: -tail[end...].count)...]
    }
    guard let first = parts.first else { return nil }
    if parts.count == 1 {
      return "\(first.count)\(first.fraction.isEmpty ? "" : ".\(first.fraction)")\(first.unit)"
    }
    return sum(parts)
  }

  private static func known(_ word: String, _ units: [String]) -> (unit: String, times: Int)? {
    if units.contains(word) { return (word, 1) }
    let lower = word.lowercased()
    if units.contains(lower) { return (lower, 1) }
    guard let found = plain[lower], units.contains(found.unit) else { return nil }
    return found
  }

  /// `1h30m` in the smallest of its units.
  private static func sum(_ parts: [(count: Int, fraction: String, unit: String)]) -> String? {
    let seconds = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    var (total, smallest) = (0, 86_400)
    for part in parts {
      guard part.fraction.isEmpty, let unit = seconds[part.unit] else { return nil }
      total += part.count * unit
      smallest = min(smallest, unit)
    }
    return seconds.first { $0.value == smallest }.map { "\(total / smallest)\($0.key)" }
  }
}

extension Diagnostics {
  /// Reports a unit that is none, with the same length in one that is, where it is clear what was meant.
  func unknownUnit(_ unit: String, of text: String, _ units: [String], _ node: Node) {
    let word = String(unit.drop { $0 == " " })
    let advice = UnitWords.spelled(text, units: units).map { "write \($0)" }
    if units.contains(word) {
      let shown = text.quotedForMessage
      error("a blank stands before the unit of \(shown); \(advice ?? "write both as one word")", at: node.mark)
      return
    }
    error(
      "unknown unit \(word.quotedForMessage); \(advice ?? "expected one of \(units.joined(separator: " "))")",
      at: node.mark)
  }
}
