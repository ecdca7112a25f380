import Patterns

/// The values of each field for which a rule can match at all.
struct IndexProfile {
  /// What one field decides.
  struct Field {
    let field: IndexField
    var ifUnknown = true
    var ifNone = true
    var ifOther = true
    /// The texts that the rule names, each with whether the rule can match there.
    var named: [(number: UInt32, isPossible: Bool)] = []
    /// True for a field with a glob, which must be asked about every text.
    var hasGlob = false
    var hasPattern = false
    /// The marks that a text which no rule names must have.
    var needed = TextMarks()
    /// The states in which the rule can match, for a field without text.
    var states: UInt16 = 0

    /// With how many texts it can match; nil where they cannot be counted.
    var choices: Int? { ifOther ? nil : named.count { $0.isPossible } + (ifNone ? 1 : 0) }
  }

  /// The rule holds where all of these do.
  let conjuncts: [(condition: Condition, isNegated: Bool)]
  let fields: [Field]
  /// The places in `conjuncts` of those that the fields alone do not decide.
  let residue: [Int]
  /// The fields that decide the other conjuncts, where these fields are known.
  let deciding: UInt16
  let usesDetails: Bool

  init(_ rule: Rule, _ vocabulary: IndexVocabulary) {
    let conjuncts =
      Self.conjuncts(of: rule.when, isNegated: false)
      + (rule.unless.map { Self.conjuncts(of: $0, isNegated: true) } ?? [])
    self.conjuncts = conjuncts
    var fields: [Field?] = Array(repeating: nil, count: IndexField.allCases.count)
    var residue: [Int] = []
    var deciding: UInt16 = 0
    var usesDetails = false
    for (place, conjunct) in conjuncts.enumerated() {
      let mentions = IndexMentions(conjunct.condition)
      usesDetails = usesDetails || mentions.usesDetails
      if mentions.isExact { deciding |= mentions.fields } else { residue.append(place) }
      for field in IndexField.allCases where mentions.fields & field.bit != 0 {
        if fields[Int(field.rawValue)] == nil { fields[Int(field.rawValue)] = Field(field: field) }
        if mentions.patterned & field.bit != 0 { fields[Int(field.rawValue)]?.hasPattern = true }
        if mentions.globbed & field.bit != 0 { fields[Int(field.rawValue)]?.hasGlob = true }
      }
    }
    for place in fields.indices { fields[place]?.fill(from: conjuncts, vocabulary) }
    self.fields = fields.compactMap { $0 }
    // The cheapest come first.
    self.residue = residue.sorted { Self.price(of: conjuncts[$0]) < Self.price(of: conjuncts[$1]) }
    self.deciding = deciding
    self.usesDetails = usesDetails
  }

  private static func price(of conjunct: (condition: Condition, isNegated: Bool)) -> Int {
    let mentions = IndexMentions(conjunct.condition)
    return mentions.usesDetails ? 2 : mentions.patterned != 0 ? 1 : 0
  }

  /// Splits a condition into parts that must all hold.
  static func conjuncts(of condition: Condition, isNegated: Bool) -> [(condition: Condition, isNegated: Bool)] {
    switch (condition, isNegated) {
    case (.all(let parts), false): parts.flatMap { conjuncts(of: $0, isNegated: false) }
    case (.any(let parts), true): parts.flatMap { conjuncts(of: $0, isNegated: true) }
    case (.none(let parts), false): parts.flatMap { conjuncts(of: $0, isNegated: true) }
    case (.none(let parts), true): [(.any(parts), false)]
    case (.fact(_, let part), _): conjuncts(of: part, isNegated: isNegated)
    default: [(condition, isNegated)]
    }
  }
}

extension IndexProfile.Field {
  /// Tries the conjuncts on every kind of value.
  fileprivate mutating func fill(
    from conjuncts: [(condition: Condition, isNegated: Bool)], _ vocabulary: IndexVocabulary
  ) {
    guard field.holdsText else {
      for state in 0..<field.stateCount where isPossible(.state(state), conjuncts) { states |= 1 << UInt16(state) }
      return
    }
    ifUnknown = isPossible(.unknown, conjuncts)
    ifNone = isPossible(.none, conjuncts)
    ifOther = isPossible(.other, conjuncts)
    for conjunct in conjuncts where !conjunct.isNegated {
      if case .test(let test) = conjunct.condition { needed.formUnion(test.marks(neededIn: field)) }
    }
    var seen: Set<UInt32> = []
    for conjunct in conjuncts {
      for (mentioned, text) in IndexMentions(conjunct.condition).texts where mentioned == field {
        let number = vocabulary.number(of: text, in: field)
        guard seen.insert(number).inserted else { continue }
        named.append((number, isPossible(.text(text), conjuncts)))
      }
    }
  }

  /// False where the rule cannot match with this value, whatever the other fields hold.
  func isPossible(_ sample: IndexSample, _ conjuncts: [(condition: Condition, isNegated: Bool)]) -> Bool {
    conjuncts.allSatisfy { conjunct in
      let truth = conjunct.condition.truth(where: field, is: sample)
      return truth != (conjunct.isNegated ? .yes : .no)
    }
  }
}
