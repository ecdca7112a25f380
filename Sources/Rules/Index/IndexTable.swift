import Patterns

/// A table of some of the rules, in their order, with a row of bits for every value of every field that they test.
///
/// A rule can match a task only if its bit is set in the task's row of each field.
struct IndexTable: Sendable {
  struct Field: Sendable {
    let field: IndexField
    /// Where the first row begins.
    ///
    /// The first rows are those of texts that no rule names: unknown, none, other.
    let rows: Int32
    /// Texts with a lower number each have a row, in the order of their numbers.
    let denseEnd: UInt32
    /// Where the slots begin that point to the rows of other named texts.
    ///
    /// Their number is a power of two, or zero.
    let slots: Int32
    let slotMask: Int32
    /// The place of the field among those whose patterns are learned; -1 where it is not one of them.
    let learner: Int32
  }

  /// Where its rules begin in ``IndexTables/rules``.
  let rules: Int32
  let ruleCount: Int32
  /// Its fields in ``IndexTables/fields``.
  let fields: Range<Int32>
  let wordCount: Int32
  /// False where a field has too many values for rows.
  ///
  /// Then conditions that rows decide elsewhere must be evaluated.
  let isComplete: Bool
}

/// The tables of an index, whose parts are stored one after the other.
struct IndexTables: Sendable {
  /// The row of a text's number; a number of 0 is an empty slot.
  struct Slot: Sendable {
    var number: UInt32 = 0
    var row: UInt32 = 0
  }

  /// What a text must have for a rule of a table to match it.
  struct Need: Sendable {
    /// The marks of the text's beginning, which exclude most texts.
    var beginning: UInt64
    /// The place of the rule in the table.
    var rule: Int32
    /// The place of all the marks in ``IndexTables/neededMarks``.
    var marks: Int32
  }

  var tables: [IndexTable] = []
  var fields: [IndexTable.Field] = []
  /// Places in ``RuleSet/rules``.
  var rules: [UInt32] = []
  var words: [UInt64] = []
  var slots: [Slot] = []
  /// Where the needs begin and end, for each field of a table that learns.
  var learners: [Range<Int32>] = []
  var needs: [Need] = []
  var neededMarks: [TextMarks] = []
  /// The most words that the rows of one field take in one table.
  let mostWords: Int

  init(mostWords: Int) { self.mostWords = mostWords }

  static func slot(of number: UInt32, _ mask: Int32) -> Int {
    Int(truncatingIfNeeded: (number &* 0x9e37_79b9) >> 12) & Int(mask)
  }

  var byteCount: Int {
    words.count * 8 + needs.count * MemoryLayout<Need>.stride + neededMarks.count * MemoryLayout<TextMarks>.stride
      + slots.count * MemoryLayout<Slot>.stride + rules.count * 4
      + fields.count * MemoryLayout<IndexTable.Field>.stride + tables.count * MemoryLayout<IndexTable>.stride
  }
}
