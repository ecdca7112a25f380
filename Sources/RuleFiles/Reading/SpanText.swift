import CalendarTime
import Rules
import YAML

/// Lengths of time in rules: a number (decimals allowed) and a unit `s m h d bh bd`.
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
    guard let number = UnitNumber(text) else { throw .notASpan }
    guard !number.unit.isEmpty else { throw .noUnit }
    guard let unit = Span.Unit(rawValue: number.unit) else { throw .unknownUnit(number.unit) }
    let decimals = number.fraction.utf8.count
    guard decimals <= 3 else { throw .tooFine }
    guard number.whole.utf8.count <= 9, let count = Int64(number.whole), let longest = longest[unit] else {
      throw .tooLong
    }
    let digits = number.fraction + String(repeating: "0", count: 3 - decimals)
    let thousandths = count * 1000 + (Int64(digits) ?? 0)
    guard thousandths <= Int64(longest) * 1000 else { throw .tooLong }
    return Span(thousandths: thousandths, unit: unit)
  }
}

extension Diagnostics {
  private static let units = ["s", "m", "h", "d", "bh", "bd"]

  /// Reads a length of time.
  ///
  /// - Parameter mayBeZero: Whether `0s` makes sense here.
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
        self.unknownUnit(unit, of: scalar.text, Self.units, node)
      case .notASpan: expected(what, node)
      case .tooFine: self.error("\(shown) has more than three decimals", at: node.mark)
      case .tooLong: self.error("the length of time \(shown) is too long; expected at most ten years", at: node.mark)
      }
    }
    return nil
  }
}
