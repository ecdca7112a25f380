/// The texts that rules name, with a number for each text of a field.
struct IndexVocabulary: Sendable {
  /// By field and text.
  private(set) var numbers: [[String: UInt32]] = Array(repeating: [:], count: IndexField.textCount)

  mutating func add(_ text: String, in field: IndexField) {
    let place = Int(field.rawValue)
    guard numbers[place][text] == nil else { return }
    numbers[place][text] = TextNumber.first + UInt32(numbers[place].count)
  }

  /// The number of a text; ``TextNumber/other`` for one that no rule names.
  ///
  /// Texts are compared as Swift does, by canonical equivalence, which is also how rules compare.
  func number(of text: String, in field: IndexField) -> UInt32 {
    numbers[Int(field.rawValue)][text] ?? TextNumber.other
  }

  /// One more than the largest number of a field.
  func end(of field: IndexField) -> UInt32 { TextNumber.first + UInt32(numbers[Int(field.rawValue)].count) }
}
