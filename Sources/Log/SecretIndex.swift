/// The byte sequences that must not leave the process, found in one pass over a text however many they are.
///
/// A fleet has thousands of them, each in several forms, and every record of the log is searched. So a place is compared
/// with those alone that begin with its four bytes.
struct SecretIndex: Sendable {
  /// What is looked for is at least as long; what is shorter would be found in every other word.
  static let shortest = 4

  private var patterns: [UInt32: [[UInt8]]] = [:]
  /// A bit for each beginning; several share one.
  private var sieve = [UInt64](repeating: 0, count: 1 << 10)
  /// How many were removed since the bits were set anew: a bit too many costs time, and nothing else.
  private var removed = 0

  var isEmpty: Bool { patterns.isEmpty }

  /// Looks for `pattern` from now on; it has at least ``shortest`` bytes.
  mutating func insert(_ pattern: [UInt8]) {
    let key = Self.key(of: pattern)
    patterns[key, default: []].append(pattern)
    mark(key)
  }

  /// Looks for `old` no longer, once for each time it was inserted.
  mutating func remove(_ old: [[UInt8]]) {
    for pattern in old {
      let key = Self.key(of: pattern)
      guard var kept = patterns[key], let place = kept.firstIndex(of: pattern) else { continue }
      kept.remove(at: place)
      patterns[key] = kept.isEmpty ? nil : kept
    }
    removed += old.count
    guard removed > patterns.count else { return }
    removed = 0
    sieve = [UInt64](repeating: 0, count: sieve.count)
    for key in patterns.keys { mark(key) }
  }

  /// The text with `mark` for everything that is looked for; nil where nothing of it is there.
  func replaced(in text: UnsafeBufferPointer<UInt8>, by mark: String) -> [UInt8]? {
    var result: [UInt8] = []
    var (next, place) = (0, 0)
    while place + Self.shortest <= text.count {
      guard let end = end(of: text, at: place) else {
        place += 1
        continue
      }
      result += text[next..<place]
      result += mark.utf8
      (place, next) = (end, end)
    }
    return next == 0 ? nil : result + text[next...]
  }

  /// Where the longest of what begins at `place` ends; nil where nothing does.
  private func end(of text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    let head = text[place..<place + Self.shortest]
    if !head.contains(where: Self.isEscape) {
      return end(of: text, at: place, key: head.reduce(0) { $0 << 8 | UInt32($1) })
    }
    var heads: [(key: UInt32, next: Int)] = [(0, place)]
    for _ in 0..<Self.shortest {
      heads = heads.flatMap { head in
        Self.readings(of: text, at: head.next).map { (head.key << 8 | UInt32($0.byte), $0.next) }
      }
    }
    return heads.compactMap { end(of: text, at: place, key: $0.key) }.max()
  }

  private func end(of text: UnsafeBufferPointer<UInt8>, at place: Int, key: UInt32) -> Int? {
    let bit = Self.bit(of: key)
    guard sieve[bit >> 6] & (1 << UInt64(bit & 63)) != 0, let candidates = patterns[key] else { return nil }
    return candidates.compactMap { Self.end(of: $0, in: text, at: place) }.max()
  }

  /// Where `pattern` ends, if it begins at `start`.
  private static func end(of pattern: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    // Mostly there is no escape before the first difference.
    var plain = 0
    while plain < pattern.count, start + plain < text.count, !isEscape(text[start + plain]) {
      guard text[start + plain] == pattern[plain] else { return nil }
      plain += 1
    }
    if plain == pattern.count { return start + plain }
    // A percent sign or a backslash may stand for itself or begin an escape, so there may be two ways on.
    var places = [start]
    for byte in pattern {
      places = places.flatMap { readings(of: text, at: $0).filter { $0.byte == byte }.map(\.next) }
      if places.isEmpty { return nil }
    }
    return places.max()
  }

  /// What the text says at `place`: the byte itself, and what it stands for as `%2F` or as in JSON (`\/`, `\u002f`).
  private static func readings(of text: UnsafeBufferPointer<UInt8>, at place: Int) -> [(byte: UInt8, next: Int)] {
    guard place < text.count else { return [] }
    let first = text[place]
    var readings = [(byte: first, next: place + 1)]
    if first == .percent, let byte = hexadecimal(text, place + 1, 2) { readings.append((byte, place + 3)) }
    guard first == .backslash, place + 1 < text.count else { return readings }
    readings.append((text[place + 1], place + 2))
    if text[place + 1] == UInt8(ascii: "u"), let byte = hexadecimal(text, place + 2, 4) {
      readings.append((byte, place + 6))
    }
    return readings
  }

  private static func hexadecimal(_ text: UnsafeBufferPointer<UInt8>, _ place: Int, _ count: Int) -> UInt8? {
    guard place + count <= text.count else { return nil }
    return UInt8(String(decoding: text[place..<place + count], as: UTF8.self), radix: 16)
  }

  private static func isEscape(_ byte: UInt8) -> Bool { byte == .percent || byte == .backslash }

  private mutating func mark(_ key: UInt32) {
    let bit = Self.bit(of: key)
    sieve[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// Sixteen bits in which all of the key have a part.
  private static func bit(of key: UInt32) -> Int { Int((key &* 0x9E37_79B1) >> 16) }

  private static func key(of pattern: [UInt8]) -> UInt32 {
    pattern.prefix(shortest).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension UInt8 {
  fileprivate static let percent = UInt8(ascii: "%")
  fileprivate static let backslash = UInt8(ascii: "\\")
}
