import YAML

/// Durations as the user writes them: a number (decimals allowed) and a unit `ms s m h d`.
package enum DurationText {
  package enum Problem: Error, Equatable {
    case noUnit, unknownUnit(String), notADuration, tooLong
  }

  /// The longest duration: ten years of 366 days.
  package static let longest = Duration.seconds(3660 * 86_400)

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
  ]

  /// Reads `1.5h` exactly; more than nine decimals are refused.
  package static func parse(_ text: String) throws(Problem) -> Duration {
    guard let number = UnitNumber(text), number.fraction.utf8.count <= 9 else { throw .notADuration }
    guard !number.unit.isEmpty else { throw .noUnit }
    guard let factor = units.first(where: { $0.name == number.unit })?.nanoseconds else {
      throw .unknownUnit(number.unit)
    }
    guard number.whole.utf8.count <= 12, let count = Int64(number.whole) else { throw .tooLong }
    var result = Duration.nanoseconds(factor) * count
    var part = Duration.nanoseconds(factor)
    for digit in number.fraction.utf8 {
      part /= 10
      result += part * Int(digit - 0x30)
    }
    guard result <= longest else { throw .tooLong }
    return result
  }
}

extension Duration {
  /// Reads a duration as users write it, such as `30s` or `1.5h`; nil for anything else.
  package init?(written text: String) {
    do throws(DurationText.Problem) { self = try DurationText.parse(text) } catch { return nil }
  }
}

extension Diagnostics {
  /// Reads a duration that is longer than zero.
  func duration(_ node: Node) -> Duration? {
    let what = "a duration such as 30s or 1.5h"
    guard case .scalar(let scalar) = node.content, scalar.meaning != .null else { return expected(what, node) }
    do throws(DurationText.Problem) {
      let duration = try DurationText.parse(scalar.text)
      guard duration <= .zero else { return duration }
      error("the duration is zero; expected more", at: node.mark)
    } catch {
      switch error {
      case .noUnit:
        self.error(
          "the duration \(scalar.text.quotedForMessage) has no unit; write \(scalar.text)s, or another of ms s m h d",
          at: node.mark)
      case .unknownUnit(let unit):
        self.unknownUnit(unit, of: scalar.text, ["ms", "s", "m", "h", "d"], node)
      case .notADuration: expected(what, node)
      case .tooLong: self.error("the duration is too long; expected at most 3660d", at: node.mark)
      }
    }
    return nil
  }
}
