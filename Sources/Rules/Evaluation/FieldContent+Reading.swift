import CalendarTime
import Foundation

extension FieldContent {
  /// The content as a value of `type`; none for a stated null, unknown where it cannot be read.
  ///
  /// - `text` takes text, and numbers by their own digits (long ids are sent as either).
  /// - `decimal` takes text such as `4300.50` and numbers; `number` takes only numbers.
  /// - `boolean` takes true and false, never words in a text.
  /// - `date` takes text: a day, or a date and time without a zone. A day is its midnight.
  func read(as type: ValueType) -> Known<TypedValue> {
    if case .null = self { return .none }
    let value: TypedValue? =
      switch (type, self) {
      case (.text, .text(let text)), (.text, .number(let text)): .text(text)
      case (.decimal, .text(let text)): Decimal(exactly: text).map { .decimal($0) }
      case (.decimal, .number(let text)), (.number, .number(let text)):
        Decimal(exactly: text, allowsExponent: true).map { .decimal($0) }
      case (.boolean, .boolean(let flag)): .boolean(flag)
      case (.date, .text(let text)): CivilTime(text).map { .date(civilSeconds: $0.seconds) }
      default: nil
      }
    return value.map { .value($0) } ?? .unknown
  }
}

extension Decimal {
  /// How many digits before and after the point are read; together they fit a Decimal, so that comparisons are exact.
  private static let mostWhole = 20
  private static let mostFraction = 18

  /// Reads a decimal as JSON writes numbers, with an exponent only if allowed.
  ///
  /// Nil if it is malformed or could not be held exactly. It never goes through binary floating point.
  package init?(exactly text: String, allowsExponent: Bool = false) {
    guard let plain = Self.plain(text, allowsExponent: allowsExponent) else { return nil }
    self.init(string: plain, locale: nil)
  }

  /// The same number without an exponent and without zeros at its ends.
  static func plain(_ text: String, allowsExponent: Bool) -> String? {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    let whole = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(whole.count)
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: \.isDigit)
      rest = rest.dropFirst(fraction.count + 1)
      guard !fraction.isEmpty else { return nil }
    }
    guard let exponent = allowsExponent || rest.isEmpty ? exponent(rest) : nil else { return nil }
    guard whole.count + fraction.count <= 64 else { return nil }
    var digits = Array(whole) + Array(fraction)
    var point = whole.count + exponent
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    point -= zeros
    guard !digits.isEmpty else { return "0" }
    guard point <= mostWhole, digits.count - point <= mostFraction else { return nil }
    if point <= 0 { digits = Array(repeating: UInt8(ascii: "0"), count: 1 - point) + digits }
    point = max(point, 1)
    digits += Array(repeating: UInt8(ascii: "0"), count: max(0, point - digits.count))
    let sign = isNegative ? "-" : ""
    let head = String(decoding: digits[..<point], as: UTF8.self)
    return digits.count == point ? sign + head : "\(sign)\(head).\(String(decoding: digits[point...], as: UTF8.self))"
  }

  private static func exponent(_ text: Substring.UTF8View) -> Int? {
    guard !text.isEmpty else { return 0 }
    var rest = text.dropFirst()
    guard text.first == UInt8(ascii: "e") || text.first == UInt8(ascii: "E") else { return nil }
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard !rest.isEmpty, rest.count <= 4, rest.allSatisfy(\.isDigit) else { return nil }
    let value = rest.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return isNegative ? -value : value
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
