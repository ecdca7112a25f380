/// Collects the marks that a pattern needs, while the pattern is read from beginning to end.
package struct NeededMarks {
  private var marks = TextMarks()
  /// The distance of the next byte from the text's beginning; nil where it is not fixed.
  private var place: Int? = 0
  /// The bytes since the last gap; nil for a byte that may be any.
  private var run: [UInt8?] = []

  package init() {}

  /// This character comes next.
  package mutating func add(_ scalar: Unicode.Scalar) {
    for byte in String(scalar).utf8 { add(byte) }
  }

  /// Some single byte comes next.
  package mutating func addAnyByte() { add(nil) }

  /// Any number of bytes may come next.
  package mutating func addGap() {
    place = nil
    run = []
  }

  private mutating func add(_ byte: UInt8?) {
    if let byte, let last = run.last, let last { marks.add(last, before: byte) }
    if let place, place < TextMarks.reach {
      if let byte { marks.add(byte, at: place) }
      self.place = place + 1
    }
    run.append(byte)
  }

  /// The marks.
  ///
  /// - Parameter isAtEnd: true where the text has to end here.
  package func marks(isAtEnd: Bool) -> TextMarks {
    var marks = marks
    guard isAtEnd else { return marks }
    for (place, byte) in run.reversed().prefix(TextMarks.reach).enumerated() {
      if let byte { marks.add(byte, atEnd: place) }
    }
    return marks
  }
}
