import Rules
import YAML

/// Reads the rule files of one tenant within a load.
struct RuleSetReader {
  let load: Load

  private var findings: Diagnostics { load.findings }

  /// The rules in `requests`; mistakes are in the findings of the load.
  func rules(_ requests: [RuleFilePaths.Request], for place: Mark) -> RuleSet {
    read(requests, for: place).set
  }

  /// The rules in `requests`, with the names that the files define.
  func read(_ requests: [RuleFilePaths.Request], for place: Mark) -> (set: RuleSet, definitions: Definitions) {
    let before = findings.diagnostics.count
    let files = RuleFilePaths(findings: findings).files(requests).compactMap { path, mark in
      load.document(path, from: mark, emptiness: .warning).flatMap { file($0) }
    }
    let definitions = Definitions(findings: findings)
    for file in files { definitions.collect(file) }
    let defaults = defaults(files, definitions)
    var found: [RuleDecoder.Found] = []
    let decoder = RuleDecoder(findings: findings, definitions: definitions, defaults: defaults)
    var texts = RuleText(
      load: load, definitions: definitions,
      defaults: files.lazy.compactMap { file in file["defaults"].map { ($0, file.mark(of: "defaults")) } }.first)
    for file in files {
      guard let node = file["rules"] else { continue }
      guard case .sequence(let items) = node.content else {
        findings.expected(
          "a list of rules", node, advice: node.isNull ? "write [] for none" : node.mapAdvice("id", Keys.rule))
        continue
      }
      for item in items {
        guard var rule = decoder.rule(item) else { continue }
        rule.rule?.source.text = texts.text(of: item)
        found.append(rule)
      }
    }
    definitions.readUnused(defaults.measure)
    if found.isEmpty && !findings.diagnostics.hasErrors {
      findings.warning("no rules were found; nothing will be done", at: place)
    }
    checkIDs(found)
    // Mistakes hide what is unused, so warnings wait until everything is right.
    if load.lints, !findings.diagnostics[before...].hasErrors {
      Lint(findings: findings, definitions: definitions, now: load.now, mostSteps: load.lintSteps).check(found)
    }
    return (RuleSet(found.compactMap(\.rule)), definitions)
  }

  private func file(_ root: Node) -> Fields? {
    if let (message, mark) = ForeignFile.message(about: root, as: .rules) {
      findings.error(message, at: mark)
      return nil
    }
    guard let fields = Fields(root, "a rule file", keys: Keys.ruleFile, findings) else { return nil }
    findings.checkSchema(fields)
    if Keys.ruleFile.dropFirst().allSatisfy({ fields[$0] == nil }) { _ = fields.required("rules") }
    return fields
  }

  /// Reads `defaults`, which may occur only once in all files of a tenant.
  private func defaults(_ files: [Fields], _ definitions: Definitions) -> RuleDefaults {
    var defaults = RuleDefaults()
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
      guard let fields = Fields(node, "'defaults'", keys: Keys.safeguards, findings) else { continue }
      let stage = fields["stage"].map { findings.word($0, "stage", of: Rule.Stage.self) } ?? .shadow
      let safeguards = SafeguardsDecoder(findings: findings, definitions: definitions)
        .safeguards(fields, limitKeys: Keys.defaultLimit, over: Safeguards())
      defaults = RuleDefaults(
        stage: stage ?? .shadow, measure: definitions.measure(fields["calendar"], otherwise: .none),
        safeguards: safeguards ?? Safeguards())
    }
    return defaults
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
}

extension Diagnostics {
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
