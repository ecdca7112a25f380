import Rules
import YAML

/// Lengths of time in rules: a number, decimals allowed, and a unit `s m h d bh bd`.
enum SpanText {
  enum Problem: Error, Equatable {
    case noUnit, unknownUnit(String), notASpan, tooFine, tooLong
  }

  private static let longest = [
    Span.Unit.second: 316_224_000, .minute: 5_270_400, .hour: 87_840, .day: 3660, .businessHour: 87_840,
    .businessDay: 3660,
  ]

  /// Reads `1.5h` exactly; more than three decimals are refused.
  static func parse(_ text: String) throws(Problem) -> Span {
    let whole = text.utf8.prefix { (0x30...0x39).contains($0) }
    var rest = text.utf8.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(fraction.count)
      guard !fraction.isEmpty else { throw .notASpan }
    }
    guard !whole.isEmpty else { throw .notASpan }
    let name = String(Substring(rest))
    guard !name.isEmpty else { throw .noUnit }
    guard let unit = Span.Unit(rawValue: name) else { throw .unknownUnit(name) }
    guard fraction.count <= 3 else { throw .tooFine }
    guard whole.count <= 9, let count = Int64(String(Substring(whole))), let longest = longest[unit] else {
      throw .tooLong
    }
    let digits = String(Substring(fraction)) + String(repeating: "0", count: 3 - fraction.count)
    let thousandths = count * 1000 + (Int64(digits) ?? 0)
    guard thousandths <= Int64(longest) * 1000 else { throw .tooLong }
    return Span(thousandths: thousandths, unit: unit)
  }
}

extension Findings {
  private static let units = "one of s m h d bh bd"

  /// Reads a length of time.
  ///
  /// - Parameter mayBeZero: whether `0s` makes sense here.
  func span(_ node: Node, mayBeZero: Bool = false) -> Span? {
    let what = "a length of time such as 30m or 2bd"
    guard case .scalar(let scalar) = node.content, scalar.meaning != .null else { return expected(what, node) }
    do throws(SpanText.Problem) {
      let span = try SpanText.parse(scalar.text)
      guard span.thousandths == 0, !mayBeZero else { return span }
      error("the length of time is zero; expected more", at: node.mark)
    } catch {
      let shown = scalar.text.quotedForMessage
      switch error {
      case .noUnit:
        self.error(
          "the length of time \(shown) has no unit; write \(scalar.text)h, or another of s m h d bh bd", at: node.mark)
      case .unknownUnit(let unit):
        self.error("unknown unit \(unit.quotedForMessage); expected \(Self.units)", at: node.mark)
      case .notASpan: expected(what, node)
      case .tooFine: self.error("\(shown) has more than three decimals", at: node.mark)
      case .tooLong: self.error("the length of time \(shown) is too long; expected at most ten years", at: node.mark)
      }
    }
    return nil
  }
}
