import Rules
import YAML

/// Reads one entry of `rules`.
struct RuleDecoder {
  let findings: Findings
  /// The stage of rules that name none.
  let stage: Rule.Stage

  static let keys = ["id", "stage", "title", "owner", "note", "when", "unless", "then"]
  static let later = [
    "canary", "limit", "cooldown", "max_hops", "after_human_touch", "run_within", "calendar",
  ]

  /// A rule with the place of its id, for remarks about it.
  struct Found {
    var id: String
    var mark: Mark
    /// Nil when something in the rule is wrong.
    var rule: Rule?
  }

  /// Reads a rule; nil when not even its id is known.
  func rule(_ node: Node) -> Found? {
    guard let fields = Fields(node, "a rule", keys: Self.keys, later: Self.later, findings) else { return nil }
    let id = fields.required("id").flatMap { name($0) }
    let stage = fields["stage"].map { findings.stage($0) } ?? self.stage
    let title = fields["title"].map { findings.text($0, "a title") }
    let owner = fields["owner"].map { findings.text($0, "an owner") }
    let note = fields["note"].map { findings.text($0, "a note") }
    let conditions = ConditionDecoder(findings: findings)
    let when = fields.required("when").flatMap { conditions.condition($0, "'when'") }
    let unless = fields["unless"].map { conditions.condition($0, "'unless'") }
    let action = fields.required("then").flatMap { ActionDecoder(findings: findings).action($0) }
    guard let id else { return nil }
    let mark = fields["id"]?.mark ?? fields.mark
    guard let stage, let when, let action, unless != .some(nil), title != .some(nil), owner != .some(nil),
      note != .some(nil)
    else { return Found(id: id, mark: mark) }
    let whole = Self.addingStatus(to: when)
    let excluded = unless?.flatMap { $0 }
    let meaning = Rule.meaning(stage: stage, when: whole, unless: excluded, action: action)
    let rule = Rule(
      id: id, stage: stage, when: whole, unless: excluded, action: action, title: title?.flatMap { $0 },
      owner: owner?.flatMap { $0 }, note: note?.flatMap { $0 }, fingerprint: Fingerprint.of(meaning),
      source: .init(file: fields.mark.file, line: fields.mark.line))
    return Found(id: id, mark: mark, rule: rule)
  }

  private func name(_ node: Node) -> String? {
    findings.text(node, "a rule id").flatMap { findings.checkedName($0, "rule id", node) }
  }

  /// A rule that says nothing of the status anywhere in `when` takes pending tasks.
  private static func addingStatus(to when: Condition) -> Condition {
    guard !when.mentionsStatus, case .all(let parts) = when else { return when }
    return .all(parts + [.test(.text(.status, .equals(TaskStatus.pending.rawValue)))])
  }
}

extension Findings {
  /// Reads a stage; `canary` has an error of its own.
  func stage(_ node: Node) -> Rule.Stage? {
    if case .scalar(let scalar) = node.content, scalar.text == "canary" {
      error("stage 'canary' is not supported by this version; write shadow or live", at: node.mark)
      return nil
    }
    return word(node, "stage", of: Rule.Stage.self)
  }

  /// The text, if it can be a name in logs and commands.
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
