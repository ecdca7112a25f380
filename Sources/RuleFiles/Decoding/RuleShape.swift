import YAML

/// Puts keys of a rule that are one level too deep, or not deep enough, where they belong.
///
/// Each is reported once, and what depends on it is read as if it were in its place: so one slip of the indentation is
/// one message.
struct RuleShape {
  let findings: Diagnostics

  /// Keys that mean something in a rule alone, wherever they stand in it.
  private static let outer: Set<String> = [
    "when", "unless", "then", "stage", "canary", "limit", "cooldown", "max_hops", "after_human_touch", "run_within",
  ]

  /// The rule as it was meant.
  func mended(_ node: Node) -> Node {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else { return node }
    var lifted: [Node.Entry] = []
    var kept = entries.map { entry in
      guard ["when", "unless", "then"].contains(entry.key.text) else { return entry }
      var entry = entry
      entry.value = without(entry.value, "'\(entry.key.text)'", node, &lifted)
      return entry
    }
    for entry in lifted where !kept.contains(where: { $0.key.text == entry.key.text }) { kept.append(entry) }
    kept = sunk(kept, Keys.conditions, into: "when")
    kept = sunk(kept, Keys.actions, into: "then")
    var result = node
    result.content = .mapping(kept)
    return result
  }

  /// A map below the rule without keys of the rule itself.
  private func without(_ node: Node, _ what: String, _ rule: Node, _ lifted: inout [Node.Entry]) -> Node {
    guard case .mapping(let entries) = node.content else { return node }
    let kept = entries.compactMap { entry -> Node.Entry? in
      var entry = entry
      if what == "'then'", Keys.actions.contains(entry.key.text) {
        entry.value = without(entry.value, "'\(entry.key.text)'", rule, &lifted)
      }
      guard Self.outer.contains(entry.key.text) else { return entry }
      let columns = entry.key.mark.column - rule.mark.column
      let advice =
        node.isFlow || columns <= 0
        ? "close the braces before it" : "move it \(columns == 1 ? "1 blank" : "\(columns) blanks") to the left"
      findings.error(
        "'\(entry.key.text)' stands in \(what) and belongs to the rule; \(advice)", at: entry.key.mark)
      lifted.append(entry)
      return nil
    }
    var result = node
    // Where nothing is left, nothing can be wrong in another way.
    result.content = kept.isEmpty && !entries.isEmpty ? .refused : .mapping(kept)
    return result
  }

  /// The entries of a rule without those that belong into one of them, if that is empty or not there.
  private func sunk(_ entries: [Node.Entry], _ keys: KeyMap, into name: String) -> [Node.Entry] {
    let stray = entries.filter { keys.contains($0.key.text) && !Keys.rule.contains($0.key.text) }
    let target = entries.firstIndex { $0.key.text == name }
    guard let first = stray.first, target.map({ entries[$0].value.isNull }) ?? true else { return entries }
    let advice =
      target == nil ? "put it below '\(name)'" : stray.count == 1 ? "indent it" : "indent it and what follows it"
    findings.error(
      "\(first.key.text.quotedForMessage) stands in a rule and belongs below '\(name)'; \(advice)", at: first.key.mark)
    var result = entries.filter { entry in !stray.contains { $0.key.text == entry.key.text } }
    let mark = first.key.mark
    let refused = Node(.refused, mark: mark)
    if let index = result.firstIndex(where: { $0.key.text == name }) {
      result[index].value = refused
    } else {
      result.append(.init(key: .init(scalar: Scalar(name, style: .plain), mark: mark), value: refused))
    }
    return result
  }
}
