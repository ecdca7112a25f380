/// An id in compact form: opaque text, compared byte by byte, in eight bytes where it is one to nineteen plain digits.
///
/// The digits are only a way to store it. Nothing is computed with them, and the text comes back as it came.
struct CompactID: Sendable {
  private enum Content {
    case digits(UInt64)
    case text(Text)
  }

  private final class Text: Sendable {
    let text: String
    /// A hash of the bytes with this process's own key, computed once, because ids are looked up far more often than
    /// read.
    let digest: Int

    init(_ text: String) {
      var hasher = Hasher()
      var contiguous = text
      contiguous.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      self.text = contiguous
      digest = hasher.finalize()
    }
  }

  private let content: Content

  init(_ text: String) { content = Self.digits(of: text).map { .digits($0) } ?? .text(Text(text)) }

  /// The id as it came.
  var text: String {
    switch content {
    case .digits(let digits): String(digits)
    case .text(let text): text.text
    }
  }

  /// Nil where the text could not be restored from the digits alone.
  private static func digits(of text: String) -> UInt64? {
    var bytes = text.utf8.makeIterator()
    guard let first = bytes.next(), let lead = value(of: first) else { return nil }
    if lead == 0 { return bytes.next() == nil ? 0 : nil }
    var (digits, count) = (lead, 1)
    while let byte = bytes.next() {
      guard count < 19, let value = value(of: byte) else { return nil }
      digits = digits * 10 + value
      count += 1
    }
    return digits
  }

  private static func value(of byte: UInt8) -> UInt64? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? UInt64(byte - UInt8(ascii: "0")) : nil
  }
}

extension CompactID: Hashable {
  // Not string equality, which takes different bytes for the same text.
  static func == (left: CompactID, right: CompactID) -> Bool {
    switch (left.content, right.content) {
    case (.digits(let left), .digits(let right)): left == right
    case (.text(let left), .text(let right)):
      left === right || left.digest == right.digest && left.text.utf8.elementsEqual(right.text.utf8)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch content {
    case .digits(let digits): hasher.combine(digits)
    case .text(let text): hasher.combine(text.digest)
    }
  }
}

extension CompactID: Comparable {
  /// The order of the texts' bytes.
  static func < (left: CompactID, right: CompactID) -> Bool {
    if case (.digits(let left), .digits(let right)) = (left.content, right.content) {
      return precedes(left, right)
    }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Of two that begin alike, the shorter one comes first.
  private static func precedes(_ left: UInt64, _ right: UInt64) -> Bool {
    let (leftCount, rightCount) = (digitCount(left), digitCount(right))
    if leftCount == rightCount { return left < right }
    var (first, second) = (left, right)
    for _ in min(leftCount, rightCount)..<max(leftCount, rightCount) {
      if leftCount < rightCount { first *= 10 } else { second *= 10 }
    }
    return first == second ? leftCount < rightCount : first < second
  }

  private static func digitCount(_ number: UInt64) -> Int {
    var (count, rest) = (1, number / 10)
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}
