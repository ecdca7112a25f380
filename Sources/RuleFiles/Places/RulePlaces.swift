package import Rules
package import YAML

/// Where the words of rules stand in their files, for remarks that come up only once the rules are loaded.
///
/// The files are read again; one that cannot be read any more leaves the places that the rules themselves remember.
package struct RulePlaces: Sendable {
  /// A word of a rule.
  package enum Part: Sendable, Hashable {
    /// A text under a key of `when` or `unless`, or of the facts that they name.
    case condition(key: String, text: String)
    /// Who gets the task: an id in the action, or in a pool.
    case target(id: String)
    /// The result of a completion.
    case result
    /// A field of a completion's `captured_data`, by its name.
    case field(String)
    /// A completion's `captured_data`, or the completion where it has none.
    case form
  }

  private var sources = SourceStore()
  private var roots: [(file: String, root: Node)] = []

  /// Reads the rule files at these paths.
  package init(_ paths: [String]) {
    let files = RuleFilePaths(findings: Diagnostics()).files(paths.map { .init(path: $0, mark: nil) })
    for (path, _) in files {
      guard let bytes = try? FileReader.bytes(of: path) else { continue }
      let source = SourceText(file: path, bytes: bytes)
      sources[path] = source
      if let root = Document(parsing: source).root { roots.append((path, root)) }
    }
  }

  /// Where a word of a rule stands; where it is not found, the rule's id.
  package func mark(of part: Part, in rule: Rule) -> Mark {
    guard let node = node(of: rule) else {
      return Mark(file: rule.source.file, line: rule.source.line, column: 1)
    }
    return place(of: part, in: node) ?? shared(part) ?? node["id"]?.mark ?? node.mark
  }

  /// Adds the source lines, drops repetitions and sorts by place.
  package func illustrate(_ diagnostics: [Diagnostic]) -> [Diagnostic] { sources.illustrate(diagnostics) }

  private func node(of rule: Rule) -> Node? {
    roots.lazy.filter { $0.file == rule.source.file }.flatMap { $0.root["rules"]?.items ?? [] }.first {
      $0["id"]?.text == rule.id
    }
  }

  private func place(of part: Part, in rule: Node) -> Mark? {
    let completion = rule["then"]?["complete"]
    switch part {
    case .condition(let key, let text):
      return [rule["when"], rule["unless"]].lazy.compactMap { $0?.first(text, under: key) }.first
    case .target(let id): return rule["then"]?["reassign"]?.first(id)
    case .result: return completion?["result"]?.mark
    case .field(let name):
      return completion?["captured_data"]?.entries.first { $0.key.text == name }?.key.mark
    case .form:
      return completion?.entries.first { $0.key.text == "captured_data" }?.key.mark ?? completion?.mark
    }
  }

  /// The same in what rules share.
  private func shared(_ part: Part) -> Mark? {
    for (_, root) in roots {
      let mark: Mark? =
        switch part {
        case .condition(let key, let text): root["facts"]?.first(text, under: key)
        case .target(let id): root["pools"]?.first(id)
        case .result, .field, .form: nil
        }
      if let mark { return mark }
    }
    return nil
  }
}

extension Node {
  fileprivate var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }

  fileprivate var items: [Node] { if case .sequence(let items) = content { items } else { [] } }

  fileprivate var text: String? { if case .scalar(let scalar) = content { scalar.text } else { nil } }

  fileprivate subscript(key: String) -> Node? { entries.first { $0.key.text == key }?.value }

  /// The place of a text anywhere in the node.
  fileprivate func first(_ text: String) -> Mark? {
    if self.text == text { return mark }
    return (items + entries.map(\.value)).lazy.compactMap { $0.first(text) }.first
  }

  /// The place of a text under a key of a condition.
  ///
  /// What is captured has steps of its own, which are left out.
  fileprivate func first(_ text: String, under key: String) -> Mark? {
    for entry in entries {
      if entry.key.text == key {
        if let mark = entry.value.first(text) { return mark }
      } else if !Keys.details.contains(entry.key.text), let mark = entry.value.first(text, under: key) {
        return mark
      }
    }
    return items.lazy.compactMap { $0.first(text, under: key) }.first
  }
}
