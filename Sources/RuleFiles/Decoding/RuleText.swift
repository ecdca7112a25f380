import YAML

/// Cuts out of rule files what a rule says: its own lines, and those of the definitions that it names.
///
/// The text explains later what the rule was, and loads again as a rule file.
struct RuleText {
  let load: Load
  let definitions: Definitions
  /// The `defaults` of the rule files and the place of their key, if they give any.
  let defaults: (node: Node, key: Mark)?
  private var lines: [String: [String.UnicodeScalarView]] = [:]

  init(load: Load, definitions: Definitions, defaults: (node: Node, key: Mark)?) {
    self.load = load
    self.definitions = definitions
    self.defaults = defaults
  }

  /// The text of a rule, as a rule file of its own.
  mutating func text(of rule: Node) -> String {
    var text = ["schema: 1"]
    var known: Set<String> = []
    if let defaults {
      text += indented(lines(from: defaults.key, to: defaults.node), by: 0)
      definitions.mentioned(in: defaults.node, &known)
    }
    definitions.mentioned(in: rule, &known)
    for kind in Definitions.Kind.allCases {
      let used = definitions.all(kind).filter { known.contains("\(kind.rawValue) \($0.name)") }
      if !used.isEmpty { text.append("\(kind.key):") }
      for entry in used { text += indented(lines(from: entry.mark, to: entry.node), by: 2) }
    }
    var own = lines(of: rule)
    // A rule in a list begins behind its dash, which stands in the same line; a map in one line has none.
    if own.first?.drop(while: { $0 == " " }).first != "-", !own.isEmpty { own[0] = "- " + own[0] }
    return (text + ["rules:"] + indented(own, by: 2)).joined(separator: "\n") + "\n"
  }

  private mutating func lines(of node: Node) -> [String] { lines(from: node.mark, to: node) }

  /// The lines from a place to the end of a node, without blanks and remarks behind it.
  private mutating func lines(from mark: Mark, to node: Node) -> [String] {
    let all: [String.UnicodeScalarView]
    if let known = lines[mark.file] {
      all = known
    } else {
      all = load.source(mark.file)?.lines() ?? []
      lines[mark.file] = all
    }
    let end = max(mark.line, Self.lastLine(of: node, in: all))
    guard mark.line >= 1, mark.line <= all.count else { return [] }
    var cut = all[(mark.line - 1)..<min(end, all.count)].map { String($0) }
    while cut.count > 1, let last = cut.last, Self.saysNothing(last) { cut.removeLast() }
    return cut
  }

  /// The last line with something of a node in it.
  ///
  /// What is in braces ends with them. A block ends, for the parser, where the next thing begins: it is its last part
  /// that counts.
  private static func lastLine(of node: Node, in lines: [String.UnicodeScalarView]) -> Int {
    let own = node.endColumn > 1 ? node.endLine : node.endLine - 1
    guard node.endLine <= lines.count, node.endLine >= 1 else { return own }
    let before = lines[node.endLine - 1].prefix(max(0, node.endColumn - 1)).last
    if before == "}" || before == "]" { return node.endLine }
    switch node.content {
    case .scalar, .refused: return own
    case .sequence(let items): return items.last.map { lastLine(of: $0, in: lines) } ?? own
    case .mapping(let members):
      return members.last.map { max($0.key.mark.line, lastLine(of: $0.value, in: lines)) } ?? own
    }
  }

  private static func saysNothing(_ line: String) -> Bool {
    let first = line.first { $0 != " " }
    return first == nil || first == "#"
  }

  /// The lines with the first one this far from the margin, and the others as far from it as they were.
  private func indented(_ lines: [String], by columns: Int) -> [String] {
    let margin = lines.first.map { $0.prefix { $0 == " " }.count } ?? 0
    return lines.map { line in
      let own = line.prefix { $0 == " " }.count
      return String(repeating: " ", count: max(0, own - margin) + columns) + line.dropFirst(own)
    }
  }
}

extension Definitions {
  /// Adds the names that a node mentions, and those that their definitions mention in turn, as `fact NAME`.
  ///
  /// A text that only happens to be such a name counts as well.
  func mentioned(in node: Node, _ known: inout Set<String>) {
    switch node.content {
    case .scalar(let scalar):
      for kind in Kind.allCases {
        guard let entry = entries[kind]?[scalar.text], known.insert("\(kind.rawValue) \(entry.name)").inserted else {
          continue
        }
        mentioned(in: entry.node, &known)
      }
    case .sequence(let items): for item in items { mentioned(in: item, &known) }
    case .mapping(let members): for member in members { mentioned(in: member.value, &known) }
    case .refused: break
    }
  }
}
