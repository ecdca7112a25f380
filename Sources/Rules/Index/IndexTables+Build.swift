import Patterns

extension IndexTables {
  /// Adds a table of rules, which must be in order; returns its place.
  ///
  /// - Parameters:
  ///   - texts: For each field, the texts with their numbers counted from ``TextNumber/first``.
  ///   - unknown: A field that is unknown for every task this table is for.
  mutating func add(
    _ members: [UInt32], _ profiles: [IndexProfile], texts: [[String]], learns: Bool = false,
    unknown: IndexField? = nil
  ) -> Int32 {
    let firstField = Int32(fields.count)
    let wordCount = (members.count + 63) / 64
    var isComplete = true
    for field in IndexField.allCases where field != unknown {
      let parts = members.enumerated().compactMap { local, rule in
        profiles[Int(rule)].fields.first { $0.field == field }.map { (local: local, rule: rule, part: $0) }
      }
      guard !parts.isEmpty else { continue }
      if field.holdsText {
        let isAdded = addText(
          field, parts, profiles, of: members.count, texts: texts[Int(field.rawValue)],
          learns: learns || wordCount >= 4, isRough: unknown != nil)
        isComplete = isComplete && isAdded
      } else {
        addStates(field, parts, of: members.count)
      }
    }
    tables.append(
      IndexTable(
        rules: Int32(rules.count), ruleCount: Int32(members.count), fields: firstField..<Int32(fields.count),
        wordCount: Int32(wordCount), isComplete: isComplete))
    rules += members
    return Int32(tables.count - 1)
  }

  /// A field for which rules name at most this many texts has a row for each text in every table.
  private static let fewTexts = 64

  private typealias Part = (local: Int, rule: UInt32, part: IndexProfile.Field)

  private mutating func addStates(_ field: IndexField, _ parts: [Part], of count: Int) {
    fields.append(.init(field: field, rows: Int32(words.count), denseEnd: 0, slots: 0, slotMask: -1, learner: -1))
    for state in 0..<field.stateCount {
      var row = Row(of: count)
      for part in parts where part.part.states & 1 << UInt16(state) == 0 { row.clear(part.local) }
      words += row.words
    }
  }

  private mutating func addText(
    _ field: IndexField, _ parts: [Part], _ profiles: [IndexProfile], of count: Int, texts: [String],
    learns: Bool, isRough: Bool
  ) -> Bool {
    var rows = [Row(of: count), Row(of: count), Row(of: count)]
    for part in parts {
      if !part.part.ifUnknown { rows[0].clear(part.local) }
      if !part.part.ifNone { rows[1].clear(part.local) }
      if !part.part.ifOther { rows[2].clear(part.local) }
    }
    var numbers = Set(parts.flatMap { $0.part.named.map(\.number) }).sorted()
    let isDense = texts.count <= Self.fewTexts || texts.count <= numbers.count * 2
    if isDense { numbers = texts.indices.map { TextNumber.first + UInt32($0) } }
    guard (numbers.count + 3) * rows[0].words.count <= (isRough ? mostWords / 4 : mostWords) else { return false }
    var places: [UInt32: Int] = [:]
    for (place, number) in numbers.enumerated() { places[number] = 3 + place }
    rows += Array(repeating: rows[2], count: numbers.count)
    for part in parts {
      if part.part.hasGlob, !isRough {
        for number in numbers {
          let sample = IndexSample.text(texts[Int(number - TextNumber.first)])
          if !part.part.isPossible(sample, profiles[Int(part.rule)].conjuncts) {
            rows[places[number] ?? 0].clear(part.local)
          }
        }
      }
      for (number, isPossible) in part.part.named {
        guard let place = places[number] else { continue }
        if isPossible { rows[place].set(part.local) } else { rows[place].clear(part.local) }
      }
    }
    let isLearned = learns && !isRough && parts.contains { $0.part.hasPattern }
    let learner = isLearned ? Int32(learners.count) : -1
    fields.append(
      isDense
        ? .init(
          field: field, rows: Int32(words.count), denseEnd: TextNumber.first + UInt32(numbers.count), slots: 0,
          slotMask: -1, learner: learner)
        : newSlots(for: numbers, field, learner: learner))
    if isLearned { addLearner(parts) }
    for row in rows { words += row.words }
    return true
  }

  private mutating func addLearner(_ parts: [Part]) {
    let start = Int32(needs.count)
    for part in parts where !part.part.needed.isEmpty {
      needs.append(
        Need(
          beginning: part.part.needed.beginning, rule: Int32(part.local), marks: Int32(neededMarks.count)))
      neededMarks.append(part.part.needed)
    }
    learners.append(start..<Int32(needs.count))
  }

  /// Makes at least twice as many slots as there are texts.
  private mutating func newSlots(for numbers: [UInt32], _ field: IndexField, learner: Int32) -> IndexTable.Field {
    let start = slots.count
    var count = numbers.isEmpty ? 0 : 2
    while count < numbers.count * 2 { count *= 2 }
    let mask = Int32(count - 1)
    slots += Array(repeating: Slot(), count: count)
    for (place, number) in numbers.enumerated() {
      var slot = Self.slot(of: number, mask)
      while slots[start + slot].number != 0 { slot = (slot + 1) & Int(mask) }
      slots[start + slot] = Slot(number: number, row: UInt32(3 + place))
    }
    return .init(
      field: field, rows: Int32(words.count), denseEnd: 0, slots: Int32(start), slotMask: mask, learner: learner)
  }
}

/// A bit for each rule of a table.
private struct Row {
  var words: [UInt64]

  /// All are set.
  init(of count: Int) {
    words = Array(repeating: .max, count: (count + 63) / 64)
    if count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
  }

  mutating func set(_ place: Int) { words[place / 64] |= 1 << UInt64(place % 64) }
  mutating func clear(_ place: Int) { words[place / 64] &= ~(1 << UInt64(place % 64)) }
}
