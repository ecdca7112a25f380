import CalendarTime
import Rules
import YAML

/// Reads one entry of `rules`.
struct RuleDecoder {
  let findings: Diagnostics
  let definitions: Definitions
  let defaults: RuleDefaults

  /// A rule with the place of its id, for warnings about it.
  struct Found {
    var id: String
    var mark: Mark
    /// Nil when something in the rule is wrong.
    var rule: Rule?
  }

  /// Reads a rule; nil when not even its id is known.
  func rule(_ node: Node) -> Found? {
    let node = RuleShape(findings: findings).mended(node)
    guard let fields = Fields(node, "a rule", keys: Keys.rule, findings) else { return nil }
    let id = fields.required("id").flatMap { name($0) }
    let stage = fields["stage"].map { findings.word($0, "stage", of: Rule.Stage.self) } ?? defaults.stage
    var isGood = true
    var (title, owner, note): (String?, String?, String?)
    findings.set(&title, fields["title"], &isGood) { findings.text($0, "a title") }
    findings.set(&owner, fields["owner"], &isGood) { findings.text($0, "an owner") }
    findings.set(&note, fields["note"], &isGood) { findings.text($0, "a note") }
    let measure = definitions.measure(fields["calendar"], otherwise: defaults.measure)
    let conditions = ConditionDecoder(findings: findings, definitions: definitions, measure: measure)
    let when = fields.required("when").flatMap { conditions.condition($0, "'when'") }
    let unless = fields["unless"].map { conditions.condition($0, "'unless'") }
    let action = fields.required("then").flatMap {
      ActionDecoder(findings: findings, definitions: definitions).action($0)
    }
    let safeguards = safeguards(fields, stage, action, measure)
    guard let id else { return nil }
    let mark = fields["id"]?.mark ?? fields.mark
    guard isGood, let stage, let when, let action, let safeguards, unless != .some(nil) else {
      return Found(id: id, mark: mark)
    }
    let whole = Self.addingStatus(to: when)
    let excluded = unless?.flatMap { $0 }
    let meaning = Rule.meaning(
      stage: stage, when: whole, unless: excluded, action: action, safeguards: safeguards)
    let rule = Rule(
      id: id, stage: stage, when: whole, unless: excluded, action: action, safeguards: safeguards, title: title,
      owner: owner, note: note, fingerprint: Fingerprint.of(meaning),
      source: .init(file: fields.mark.file, line: fields.mark.line))
    return Found(id: id, mark: mark, rule: rule)
  }

  private func name(_ node: Node) -> String? {
    findings.text(node, "a rule id").flatMap { findings.checkedName($0, "rule id", node) }
  }

  /// The safeguards around the rule's action, with the defaults; nil when something is wrong.
  private func safeguards(
    _ fields: Fields, _ stage: Rule.Stage?, _ action: Action?, _ measure: Definitions.Measure
  ) -> Safeguards? {
    let decoder = SafeguardsDecoder(findings: findings, definitions: definitions)
    guard var result = decoder.safeguards(fields, limitKeys: Keys.limit, over: defaults.safeguards) else { return nil }
    var isGood = true
    if let sum = result.limit?.sumPerDay, let action {
      isGood = decoder.checkSum(sum, action, at: fields["limit"]?.mark ?? fields.mark)
    }
    for (key, span) in [("cooldown", result.cooldown), ("after_human_touch", result.afterHumanTouch)] {
      guard let span, span.isWorkingTime else { continue }
      switch measure {
      case .calendar(let calendar): result.calendar = calendar
      case .wrong: isGood = false
      case .none:
        findings.needsCalendar(span, at: fields[key]?.mark ?? fields.mark)
        isGood = false
      }
    }
    if stage == .canary {
      if result.canaryShare == nil {
        findings.error(
          "stage canary needs 'canary' with a share; write canary: { share: 10% }",
          at: fields["stage"]?.mark ?? fields.mark)
        isGood = false
      }
    } else {
      result.canaryShare = nil
    }
    return isGood ? result : nil
  }

  /// Adds the status PENDING to a rule that does not mention the status anywhere in `when`.
  private static func addingStatus(to when: Condition) -> Condition {
    guard !when.mentionsStatus, case .all(let parts) = when else { return when }
    return .all(parts + [.test(.text(.status, .equals(StatusName.pending.rawValue)))])
  }
}

/// Defaults for rules that do not say otherwise.
struct RuleDefaults {
  var stage = Rule.Stage.shadow
  var measure = Definitions.Measure.none
  var safeguards = Safeguards()
}

extension Diagnostics {
  /// The text, if it can be used as a name in logs and commands.
  func checkedName(_ text: String, _ what: String, _ node: Node) -> String? {
    let bytes = Array(text.utf8)
    let isGood =
      (1...63).contains(bytes.count) && bytes[0] != UInt8(ascii: "-") && bytes[0] != UInt8(ascii: "_")
      && bytes.allSatisfy(\.isNameByte)
    if isGood { return text }
    error(
      "the \(what) \(text.quotedForMessage) cannot be used; expected 1 to 63 of a-z 0-9 _ -, a letter or digit first",
      at: node.mark)
    return nil
  }
}

extension UInt8 {
  /// True for `a-z`, `0-9`, `_` and `-`.
  var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
