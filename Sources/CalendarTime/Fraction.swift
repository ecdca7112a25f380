/// An exact fraction, for working days of different lengths.
package struct Fraction: Sendable {
  package var numerator: Int128
  /// Positive.
  var denominator: Int128

  package static func + (left: Fraction, right: Fraction) -> Fraction {
    Fraction(
      numerator: left.numerator * right.denominator + right.numerator * left.denominator,
      denominator: left.denominator * right.denominator)
  }

  package static func - (left: Fraction, right: Fraction) -> Fraction {
    left + Fraction(numerator: -right.numerator, denominator: right.denominator)
  }

  /// The least whole number that is not below it.
  var roundedUp: Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder > 0 ? quotient + 1 : quotient
  }

  /// In whole thousandths, rounded down.
  package var thousandths: Int64 {
    let (quotient, remainder) = (numerator * 1_000).quotientAndRemainder(dividingBy: denominator)
    return Int64(clamping: remainder < 0 ? quotient - 1 : quotient)
  }
}

extension Fraction: Comparable {
  package static func < (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  package static func == (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator == right.numerator * left.denominator
  }
}
