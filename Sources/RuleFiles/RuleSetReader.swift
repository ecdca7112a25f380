import Rules
import YAML

/// Reads the rule files of one tenant within a load.
struct RuleSetReader {
  let load: Load

  private var findings: Findings { load.findings }

  /// Keys at the top of a rule file that this version does not know.
  static let later = ["calendars", "facts", "pools"]

  /// Every rule is compared with all before it only up to this many.
  static let mostCompared = 2000

  /// The rules behind `requests`; what is wrong is in the findings of the load.
  func rules(_ requests: [RuleFilePaths.Request], for place: Mark) -> RuleSet {
    let files = RuleFilePaths(findings: findings).files(requests).compactMap { path, mark in
      load.document(path, from: mark, emptiness: .warning).flatMap { file($0) }
    }
    let stage = defaultStage(files)
    var found: [RuleDecoder.Found] = []
    for file in files {
      guard let node = file["rules"] else { continue }
      guard case .sequence(let items) = node.content else {
        findings.expected("a list of rules", node, advice: node.isNull ? "write [] for none" : nil)
        continue
      }
      found += items.compactMap { RuleDecoder(findings: findings, stage: stage).rule($0) }
    }
    if found.isEmpty && !findings.diagnostics.hasErrors {
      findings.warning("no rules were found; nothing will be done", at: place)
    }
    checkIDs(found)
    checkReach(found)
    return RuleSet(found.compactMap(\.rule))
  }

  private func file(_ root: Node) -> Fields? {
    guard let fields = Fields(root, "a rule file", keys: ["schema", "defaults", "rules"], later: Self.later, findings)
    else { return nil }
    findings.checkSchema(fields)
    if fields["rules"] == nil && fields["defaults"] == nil && !Self.later.contains(where: { fields[$0] != nil }) {
      _ = fields.required("rules")
    }
    return fields
  }

  /// The stage of rules that name none: `defaults` stands once for all files of a tenant.
  private func defaultStage(_ files: [Fields]) -> Rule.Stage {
    var stage: Rule.Stage?
    var first: Mark?
    for file in files {
      guard let node = file["defaults"] else { continue }
      if let first {
        let note = Diagnostic.Note("first defined here", at: first)
        findings.error(
          "'defaults' is given twice; it stands once for all rule files of a tenant", at: file.mark(of: "defaults"),
          notes: [note])
        continue
      }
      first = file.mark(of: "defaults")
      let fields = Fields(node, "'defaults'", keys: ["stage"], later: RuleDecoder.later, findings)
      stage = fields?["stage"].flatMap { findings.stage($0) }
    }
    return stage ?? .shadow
  }

  private func checkIDs(_ found: [RuleDecoder.Found]) {
    var places: [String: Mark] = [:]
    for rule in found {
      if let first = places[rule.id] {
        findings.error(
          "rule id '\(rule.id)' is given twice; ids are unique in a tenant", at: rule.mark,
          notes: [Diagnostic.Note("first defined here", at: first)])
      } else {
        places[rule.id] = rule.mark
      }
    }
  }

  /// Warns of rules whose tasks are all taken by one before them.
  private func checkReach(_ found: [RuleDecoder.Found]) {
    guard found.count <= Self.mostCompared else {
      findings.warning(
        "with more than \(Self.mostCompared) rules it is not checked whether each can match", at: found[0].mark)
      return
    }
    var earlier: [(rule: Rule, mark: Mark)] = []
    for later in found {
      guard let rule = later.rule else { continue }
      if let first = earlier.first(where: { $0.rule.takesAll(of: rule) }), first.rule.id != rule.id {
        findings.warning(
          "rule '\(rule.id)' can never match: rule '\(first.rule.id)' before it takes all its tasks", at: later.mark,
          notes: [Diagnostic.Note("rule '\(first.rule.id)' is here", at: first.mark)])
      }
      earlier.append((rule, later.mark))
    }
  }
}

extension Findings {
  /// Checks the version of the file format.
  func checkSchema(_ fields: Fields) {
    guard let node = fields.required("schema") else { return }
    if case .scalar(let scalar) = node.content, scalar.meaning == .integer("1") { return }
    if case .scalar(let scalar) = node.content, scalar.text == "1" {
      expected("schema: 1", node, advice: "remove the quotes")
    } else {
      expected("schema: 1", node)
    }
  }
}
