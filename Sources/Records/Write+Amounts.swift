package import Foundation
package import GeoTareas
import JSON

extension Write {
  private static let plain = Locale(identifier: "en_US_POSIX")

  /// What a completion adds to a daily sum over `field`; nil when the field holds no number.
  ///
  /// A negative number counts as zero: giving something back today must not allow spending more than a day may.
  package func amount(of field: String) -> Decimal? {
    guard case .complete(_, let captured, _) = self else { return nil }
    return captured.first { $0.key == field }.flatMap { Self.amount($0.value) }
  }

  /// What a completion adds to daily sums, for each of its fields.
  package var amounts: [String: Decimal] {
    guard case .complete(_, let captured, _) = self else { return [:] }
    return Dictionary(
      captured.compactMap { member in Self.amount(member.value).map { (member.key, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  private static func amount(_ value: JSONValue) -> Decimal? {
    let number: Decimal? =
      switch value {
      case .number(let digits): Decimal(string: digits, locale: plain)
      // A lenient reader would take "1,000.00" for 1.
      case .string(let text) where text.isPlainNumber: Decimal(string: text, locale: plain)
      default: nil
      }
    return number.map { max(0, $0) }
  }
}

extension String {
  /// True for digits with at most a sign in front and one point.
  fileprivate var isPlainNumber: Bool {
    let parts = (hasPrefix("-") ? dropFirst() : self[...]).split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
  }
}
