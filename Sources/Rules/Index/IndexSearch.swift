import Foundation
import Patterns

/// A search for the first match in the memory of an index; valid only while that memory is lent.
struct IndexSearch {
  /// A place in a table: steps through the rules that are worth trying.
  struct Cursor {
    var table: UnsafePointer<IndexTable>
    var word: Int32 = 0
    /// The place of the next candidate in the table.
    var bit: Int32 = 0
    /// The candidates after it in the same word.
    var bits: UInt64 = 0
    /// The next candidate, as a place in the rule set; `.max` at the end.
    var rule = UInt32.max
    /// Where the task's row of each field begins.
    var rows = InlineArray<13, Int32>(repeating: 0)
    /// Where the task's learned rows begin, with their fields.
    var learned = InlineArray<4, (row: Int32, field: IndexField)>(repeating: (0, .flags))
    var learnedCount = 0
  }

  let parts: IndexTables.Lent
  let program: IndexProgram.Lent
  /// Numbers from here on belong to texts that no rule names.
  let firstOther: UInt32
  let memory: IndexCache
  let now: Date
  /// `now`, as ``Foundation/Date/timeIntervalSinceReferenceDate``.
  let seconds: Double

  /// The fields of the task that are not known now.
  func unknownFields(of key: TaskIndexKey) -> UInt16 {
    var unknown = key.unknown
    if key.escalated == .unknown || key.overdue(at: seconds) == .unknown { unknown |= IndexField.flags.bit }
    if key.dueKnown == .unknown { unknown |= IndexField.due.bit }
    return unknown
  }

  /// A cursor at the first candidate of a table.
  func cursor(_ place: Int32, _ key: borrowing TaskIndexKey) -> Cursor {
    guard let table = parts.tables.baseAddress.map({ $0 + Int(place) }) else {
      preconditionFailure("a table without tables")
    }
    var cursor = Cursor(table: table)
    let isNarrow = table.pointee.wordCount == 1
    var bits = UInt64.max
    for number in 0..<table.pointee.fields.count {
      let field = parts.fields[Int(table.pointee.fields.lowerBound) + number]
      let row: Int
      switch field.field {
      case .flags: row = key.escalated.rank * 3 + key.overdue(at: seconds).rank
      case .people: row = Int(key.people)
      case .due: row = key.dueState(at: seconds).rawValue
      default: row = self.row(of: key.numbers[Int(field.field.rawValue)], in: field)
      }
      cursor.rows[number] = field.rows + Int32(row) * table.pointee.wordCount
      if isNarrow {
        // Nothing further is looked up once no rule is left.
        bits &= parts.words[Int(cursor.rows[number])]
        if bits == 0 { return cursor }
      }
      if field.learner >= 0 { addLearned(field, key, &cursor) }
    }
    advance(&cursor)
    return cursor
  }

  private func addLearned(_ field: IndexTable.Field, _ key: borrowing TaskIndexKey, _ cursor: inout Cursor) {
    let number = key.numbers[Int(field.field.rawValue)]
    guard number >= firstOther, cursor.learnedCount < 4 else { return }
    let count = Int(cursor.table.pointee.wordCount)
    let other = Int(field.rows) + Int(TextNumber.other) * count
    let needs = parts.learners[Int(field.learner)]
    let row = memory.row(
      of: number, learner: field.learner, other: UnsafeBufferPointer(rebasing: parts.words[other..<other + count]),
      needs: UnsafeBufferPointer(rebasing: parts.needs[Int(needs.lowerBound)..<Int(needs.upperBound)]),
      parts.neededMarks)
    guard row >= 0 else { return }
    cursor.learned[cursor.learnedCount] = (row, field.field)
    cursor.learnedCount += 1
  }

  /// Moves to the next candidate.
  func advance(_ cursor: inout Cursor) {
    let table = cursor.table.pointee
    while cursor.bits == 0 {
      guard cursor.word < table.wordCount else {
        cursor.rule = .max
        return
      }
      var bits = UInt64.max
      if cursor.word == table.wordCount - 1 && table.ruleCount % 64 != 0 {
        bits = (1 << UInt64(table.ruleCount % 64)) - 1
      }
      for field in 0..<table.fields.count { bits &= parts.words[Int(cursor.rows[field] + cursor.word)] }
      for place in 0..<cursor.learnedCount { bits &= memory.words[Int(cursor.learned[place].row + cursor.word)] }
      cursor.bits = bits
      cursor.word += 1
    }
    cursor.bit = (cursor.word - 1) * 64 + Int32(cursor.bits.trailingZeroBitCount)
    cursor.bits &= cursor.bits - 1
    cursor.rule = parts.rules[Int(table.rules + cursor.bit)]
  }

  /// The row of a text in a table.
  private func row(of number: UInt32, in field: IndexTable.Field) -> Int {
    if number < field.denseEnd { return Int(number) }
    guard number >= TextNumber.first, field.slotMask >= 0 else { return Int(min(number, TextNumber.other)) }
    var slot = IndexTables.slot(of: number, field.slotMask)
    while true {
      let found = parts.slots[Int(field.slots) + slot]
      if found.number == number { return Int(found.row) }
      if found.number == 0 { return Int(TextNumber.other) }
      slot = (slot + 1) & Int(field.slotMask)
    }
  }

  /// The truth of a rule whose bit is set in all rows.
  ///
  /// A part that can never hold with a text is learned.
  func truth(
    of entry: RuleIndex.Entry, at cursor: borrowing Cursor, of task: UnsafePointer<IndexedTask>, unknown: UInt16
  ) -> Truth {
    let isComplete = cursor.table.pointee.isComplete
    guard isComplete && entry.deciding & unknown == 0 else { return truth(at: Int(entry.whole), of: task) }
    guard entry.residue >= 0 else { return .yes }
    var truth = Truth.yes
    let end = program.steps[Int(entry.residue)].end
    var part = Int(entry.residue) + 1
    while part < end {
      let step = program.steps[part]
      truth = truth.and(self.truth(at: part, of: task))
      if truth == .no {
        guard step.isOfField else { return .no }
        for place in 0..<cursor.learnedCount {
          guard cursor.learned[place].field == step.field else { continue }
          let word = Int(cursor.learned[place].row + cursor.bit / 64)
          memory.words[word] &= ~(1 << UInt64(cursor.bit % 64))
        }
        return .no
      }
      part = Int(step.end)
    }
    return truth
  }
}
