/// Marks of a text's bytes: which bytes are neighbours, and which begin and end the text.
///
/// A pattern needs some of them. A text that lacks one cannot match; a text that has all of them may. Comparing marks
/// takes a few instructions, trying a pattern takes hundreds.
package struct TextMarks: Sendable, Hashable {
  /// One bit per pair of neighbouring bytes; several pairs share a bit.
  private var pairs = SIMD4<UInt64>()
  /// Sixteen bits for each of the first and the last eight bytes, which say to which of sixteen kinds the byte belongs.
  private var ends = SIMD4<UInt64>()

  /// How many bytes at either end have marks.
  static let reach = 8

  /// No marks, as needed by a pattern that matches every text.
  package init() {}

  /// The marks of `text`; all marks where it is longer than ``Pattern/longestSubject``.
  ///
  /// Callers that compare texts in NFC must pass it in NFC.
  package init(of text: String) {
    var text = text
    self = text.withUTF8 { bytes in
      guard bytes.count <= Pattern.longestSubject else { return Self.all }
      var marks = Self()
      for place in 0..<max(0, bytes.count - 1) { marks.add(bytes[place], before: bytes[place + 1]) }
      for place in 0..<min(Self.reach, bytes.count) {
        marks.add(bytes[place], at: place)
        marks.add(bytes[bytes.count - 1 - place], atEnd: place)
      }
      return marks
    }
  }

  private static var all: Self {
    var marks = Self()
    marks.pairs = SIMD4(repeating: .max)
    marks.ends = SIMD4(repeating: .max)
    return marks
  }

  package var isEmpty: Bool { self == Self() }

  /// The marks of the first four bytes.
  package var beginning: UInt64 { ends[0] }

  /// True when all of `needed` are there.
  package func hold(_ needed: Self) -> Bool {
    let lacking = (needed.pairs & ~pairs) | (needed.ends & ~ends)
    return lacking == SIMD4<UInt64>()
  }

  package mutating func formUnion(_ other: Self) {
    pairs |= other.pairs
    ends |= other.ends
  }

  package mutating func formIntersection(_ other: Self) {
    pairs &= other.pairs
    ends &= other.ends
  }

  mutating func add(_ first: UInt8, before second: UInt8) {
    let bit = Int(((UInt32(first) << 8 | UInt32(second)) &* 0x9e37_79b1) >> 24)
    pairs[bit / 64] |= 1 << UInt64(bit % 64)
  }

  mutating func add(_ byte: UInt8, at place: Int) { addEnd(place * 16 + Int(byte & 15)) }
  mutating func add(_ byte: UInt8, atEnd place: Int) { addEnd(128 + place * 16 + Int(byte & 15)) }

  private mutating func addEnd(_ bit: Int) { ends[bit / 64] |= 1 << UInt64(bit % 64) }
}
