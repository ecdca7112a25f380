import YAML

/// A file that is right somewhere else: another of our own kinds, or one of another program.
enum ForeignFile {
  /// What the reader of a file expects.
  enum Kind { case configuration, rules, tests }

  /// What the file is instead, and where that shows; nil for one that is at least meant for this.
  static func message(about root: Node, as kind: Kind) -> (String, Mark)? {
    if let found = own(root, kind) { return found }
    guard let program = program(root) else { return nil }
    let (what, keys) =
      switch kind {
      case .configuration: ("a configuration", "'schema: 1' and 'tenants'")
      case .rules: ("a rule file", "'schema: 1' and 'rules'")
      case .tests: ("a file of rule tests", "'schema: 1' and 'tests'")
      }
    return ("this looks like \(program), not like \(what), which has \(keys)", root.mark)
  }

  /// A file of ours in the place of another.
  private static func own(_ root: Node, _ kind: Kind) -> (String, Mark)? {
    let (rules, tests, tenants) = (root.key("rules"), root.key("tests"), root.key("tenants"))
    switch kind {
    case .configuration:
      if tenants != nil { return nil }
      if let tests {
        return ("these are rule tests, not a configuration; run: capataz test \(tests.mark.file)", tests.mark)
      }
      guard let rules else { return nil }
      return (
        "this is a rule file, not a configuration; name it in the configuration, under 'rules' of a tenant", rules.mark
      )
    case .rules:
      if rules != nil { return nil }
      if let tests { return ("these are rule tests, not rules; rename the file to end in .test.yaml", tests.mark) }
      guard let tenants else { return nil }
      return ("this is a configuration, not a rule file; name its rule files instead, or their folder", tenants.mark)
    case .tests:
      if tests != nil { return nil }
      if let tenants { return ("this is a configuration, not a file of rule tests; run: capataz check", tenants.mark) }
      // A test file names the rules that it is about in the same key.
      guard let rules, case .sequence(let items) = rules.value.content, items.contains(where: \.isMapping) else {
        return nil
      }
      return ("these are rules, not rule tests; give files that end in .test.yaml, or their folder", rules.mark)
    }
  }

  /// The program whose file it is, in words.
  private static func program(_ root: Node) -> String? {
    if case .sequence(let items) = root.content {
      guard let first = items.first, first.isMapping else { return nil }
      if first.has("hosts") && (first.has("tasks") || first.has("roles")) { return "an Ansible playbook" }
      return first.isAutomation ? "automations of Home Assistant" : nil
    }
    guard !root.has("schema") else { return nil }
    if root.has("policies") { return "a policy file of Cloud Custodian" }
    if root.has("jobs") || (root.has("on") && root.has("steps")) { return "a workflow of GitHub Actions" }
    if root.has("automation") { return "automations of Home Assistant" }
    if root.isAutomation { return "an automation of Home Assistant" }
    if root.has("groups"), !root.has("rules") { return "a file of alert rules of Prometheus" }
    if root.has("scrape_configs") { return "a configuration of Prometheus" }
    if root.has("apiVersion"), root.has("kind") { return "an object of Kubernetes" }
    if root.has("services"), !root.has("tenants") { return "a file of Docker Compose" }
    if root.has("hosts"), root.has("tasks") { return "an Ansible playbook" }
    return nil
  }
}

extension Node {
  /// The value of a key of this map with the key's place; nil where it has none.
  func key(_ name: String) -> (mark: Mark, value: Node)? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key.text == name }.map { (mark: $0.key.mark, value: $0.value) }
  }

  fileprivate func has(_ name: String) -> Bool { key(name) != nil }

  /// True for what Home Assistant calls an automation, in its old words or the new ones.
  fileprivate var isAutomation: Bool {
    (has("trigger") || has("triggers")) && (has("action") || has("actions"))
  }
}
