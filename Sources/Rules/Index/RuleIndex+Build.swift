extension RuleIndex {
  /// A rule is in at most this many tables of one anchor.
  private static let mostChoices = 64

  mutating func build(largestTable: Int) {
    var texts: [[String]] = Array(repeating: [], count: IndexField.textCount)
    for rule in ruleSet.rules {
      for condition in [rule.when, rule.unless].compactMap({ $0 }) {
        let mentions = IndexMentions(condition)
        patterned |= mentions.patterned
        for (field, text) in mentions.texts where vocabulary.number(of: text, in: field) == TextNumber.other {
          vocabulary.add(text, in: field)
          texts[Int(field.rawValue)].append(text)
        }
      }
    }
    firstOther = IndexField.allCases.filter(\.holdsText).map { vocabulary.end(of: $0) }.max() ?? TextNumber.first
    let profiles = ruleSet.rules.map { IndexProfile($0, vocabulary) }
    for (rule, profile) in zip(ruleSet.rules, profiles) { addEntry(rule, profile) }
    var rest = ruleSet.rules.indices.map { UInt32($0) }
    while rest.count > largestTable, let field = bestAnchor(for: rest, profiles) {
      rest = addAnchor(field, rest, profiles, texts)
    }
    if !rest.isEmpty { common = tables.add(rest, profiles, texts: texts, learns: true) }
    guard !tables.learners.isEmpty else { return }
    // At most four learned rows in one table of each anchor and in the common one.
    mostLearned.rows = (anchors.count + 1) * 4
    mostLearned.words = mostLearned.rows * (tables.tables.map { Int($0.wordCount) }.max() ?? 0)
  }

  private mutating func addEntry(_ rule: Rule, _ profile: IndexProfile) {
    let whole = program.add(profile.conjuncts, vocabulary)
    let residue = profile.residue.isEmpty ? -1 : program.add(profile.residue.map { profile.conjuncts[$0] }, vocabulary)
    entries.append(
      Entry(
        whole: whole, residue: residue, deciding: profile.deciding, mayWatch: rule.stage != .live,
        asksRuleSet: profile.usesDetails, matchAsksRuleSet: rule.needsDetails))
  }

  /// The field that leaves the fewest rules to try: many rules name it, and few name the same value.
  private func bestAnchor(for rules: [UInt32], _ profiles: [IndexProfile]) -> IndexField? {
    var best: (field: IndexField, gain: Double)?
    for field in IndexField.allCases where field.holdsText && !anchors.contains(where: { $0.field == field }) {
      var covered = 0
      var sizes: [UInt32: Double] = [:]
      for rule in rules {
        guard let part = Self.part(of: profiles[Int(rule)], field) else { continue }
        covered += 1
        for (number, isPossible) in part.named where isPossible { sizes[number, default: 0] += 1 }
      }
      guard covered > 0 else { continue }
      let all = sizes.values.reduce(0, +)
      let expected = sizes.values.reduce(0) { $0 + $1 * $1 } / max(all, 1)
      let gain = Double(covered) - expected
      if gain > best?.gain ?? Double(rules.count) / 8 { best = (field, gain) }
    }
    return best?.field
  }

  /// Adds an anchor; returns the rules that its field does not divide.
  private mutating func addAnchor(
    _ field: IndexField, _ members: [UInt32], _ profiles: [IndexProfile], _ texts: [[String]]
  ) -> [UInt32] {
    var rest: [UInt32] = []
    var buckets: [[UInt32]] = Array(repeating: [], count: Int(vocabulary.end(of: field)))
    for rule in members {
      guard let part = Self.part(of: profiles[Int(rule)], field) else {
        rest.append(rule)
        continue
      }
      if part.ifNone { buckets[Int(TextNumber.none)].append(rule) }
      for (number, isPossible) in part.named where isPossible { buckets[Int(number)].append(rule) }
    }
    var places: [Int32] = []
    for bucket in buckets { places.append(bucket.isEmpty ? -1 : tables.add(bucket, profiles, texts: texts)) }
    let divided = members.filter { Self.part(of: profiles[Int($0)], field) != nil }
    let whole = tables.add(divided, profiles, texts: texts, unknown: field)
    anchors.append(Anchor(field: field, tables: places, whole: whole))
    return rest
  }

  private static func part(of profile: IndexProfile, _ field: IndexField) -> IndexProfile.Field? {
    profile.fields.first { part in part.field == field && part.choices.map { $0 <= mostChoices } == true }
  }
}
