/// A number as users write it, decimals allowed, with a unit right after it: `1.5h`.
struct UnitNumber {
  /// The digits before the point; at least one.
  var whole: String
  /// The digits after the point; empty where there is no point.
  var fraction: String
  /// Everything that follows; empty where there is no unit.
  var unit: String

  /// Splits a text; nil when it does not begin with a number.
  init?(_ text: String) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let whole = text.utf8.prefix { digits.contains($0) }
    var rest = text.utf8.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix { digits.contains($0) }
      rest = rest.dropFirst(fraction.count)
      guard !fraction.isEmpty else { return nil }
    }
    guard !whole.isEmpty else { return nil }
    self.whole = String(Substring(whole))
    self.fraction = String(Substring(fraction))
    unit = String(Substring(rest))
  }
}
