import CalendarTime
import Rules
import YAML

/// The calendars, facts and pools of a tenant's rule files, each read when it is first needed.
///
/// It lives as long as the load and is never shared between tasks.
final class Definitions {
  /// The kinds of things that a name can stand for.
  enum Kind: String, CaseIterable {
    case calendar, fact, pool

    /// The key at the top of a rule file.
    var key: String { rawValue + "s" }
  }

  /// One definition as it appears in a file.
  struct Entry {
    var name: String
    var mark: Mark
    var node: Node
    var isUsed = false
  }

  /// What measures `bh` and `bd` at some place.
  enum Measure {
    case calendar(WorkCalendar)
    case none
    /// A calendar was named and is wrong, which was already reported.
    case wrong

    var calendar: WorkCalendar? {
      if case .calendar(let calendar) = self { calendar } else { nil }
    }
  }

  private struct FactKey: Hashable {
    var name: String
    var calendar: String?
  }

  let findings: Diagnostics
  private(set) var entries: [Kind: [String: Entry]] = [:]
  private var calendars: [String: WorkCalendar?] = [:]
  private var pools: [String: Pool?] = [:]
  private var facts: [FactKey: Condition?] = [:]
  /// The facts that are being read, the outermost first.
  private var stack: [String] = []

  init(findings: Diagnostics) {
    self.findings = findings
  }

  /// Collects the names that a file defines.
  func collect(_ file: Fields) {
    for kind in Kind.allCases {
      guard let node = file[kind.key] else { continue }
      guard case .mapping(let found) = node.content else {
        findings.expected("a map of \(kind.key) by name", node)
        continue
      }
      for entry in found { add(entry, kind) }
    }
  }

  private func add(_ entry: Node.Entry, _ kind: Kind) {
    let key = Node(.scalar(Scalar(entry.key.text, style: .quoted)), mark: entry.key.mark)
    guard let name = findings.checkedName(entry.key.text, "\(kind.rawValue) name", key) else { return }
    if let first = entries[kind]?[name] {
      findings.error(
        "\(kind.rawValue) '\(name)' is defined twice; a name is defined once in the rule files of a tenant",
        at: entry.key.mark, notes: [Diagnostic.Note("first defined here", at: first.mark)])
      return
    }
    entries[kind, default: [:]][name] = Entry(name: name, mark: entry.key.mark, node: entry.value)
  }

  /// The names of a kind, sorted.
  func names(_ kind: Kind) -> [String] { (entries[kind] ?? [:]).keys.sorted() }

  /// The definitions of a kind, ordered by their places in the files.
  func all(_ kind: Kind) -> [Entry] { (entries[kind] ?? [:]).values.sorted { $0.mark < $1.mark } }

  /// The calendar that a node names.
  func calendar(_ node: Node) -> WorkCalendar? {
    guard let entry = use(node, .calendar) else { return nil }
    return calendar(entry)
  }

  func calendar(_ entry: Entry) -> WorkCalendar? {
    if let known = calendars[entry.name] { return known }
    let calendar = CalendarDecoder(findings: findings).calendar(entry)
    calendars[entry.name] = .some(calendar)
    return calendar
  }

  /// What measures working time: the calendar that `node` names, if there is a node.
  func measure(_ node: Node?, otherwise: Measure) -> Measure {
    guard let node else { return otherwise }
    return calendar(node).map { .calendar($0) } ?? .wrong
  }

  /// The pool that a node names.
  func pool(_ node: Node) -> Pool? {
    guard let entry = use(node, .pool) else { return nil }
    return pool(entry)
  }

  func pool(_ entry: Entry) -> Pool? {
    if let known = pools[entry.name] { return known }
    let pool = PoolDecoder(findings: findings).pool(entry)
    pools[entry.name] = .some(pool)
    return pool
  }

  /// The fact that a node names, with its working time measured by `measure`.
  func fact(_ node: Node, _ measure: Measure) -> Condition? {
    guard let entry = use(node, .fact) else { return nil }
    if let start = stack.firstIndex(of: entry.name) {
      let circle = stack[start...] + [entry.name]
      findings.error(
        "fact '\(entry.name)' asks for itself: \(circle.joined(separator: " → "))", at: node.mark,
        notes: [Diagnostic.Note("fact '\(entry.name)' is here", at: entry.mark)])
      return nil
    }
    return fact(entry, measure)
  }

  func fact(_ entry: Entry, _ measure: Measure) -> Condition? {
    let key = FactKey(name: entry.name, calendar: measure.calendar?.name)
    if let known = facts[key] { return known }
    stack.append(entry.name)
    let decoder = ConditionDecoder(findings: findings, definitions: self, measure: measure)
    let condition = decoder.condition(entry.node, "fact '\(entry.name)'").map { Condition.fact(entry.name, $0) }
    stack.removeLast()
    facts[key] = .some(condition)
    return condition
  }

  /// Reads definitions that no rule uses, so that their mistakes are found, too.
  ///
  /// A fact that needs a calendar and has none is not a mistake yet, because the rule may bring one.
  func readUnused(_ measure: Measure) {
    let measure = measure.calendar.map { Measure.calendar($0) } ?? .wrong
    for entry in all(.calendar) { _ = calendar(entry) }
    for entry in all(.pool) { _ = pool(entry) }
    for entry in all(.fact) where !facts.keys.contains(where: { $0.name == entry.name }) { _ = fact(entry, measure) }
  }

  private func use(_ node: Node, _ kind: Kind) -> Entry? {
    guard let name = findings.text(node, "the name of a \(kind.rawValue)") else { return nil }
    if let entry = entries[kind]?[name] {
      entries[kind]?[name]?.isUsed = true
      return entry
    }
    let names = names(kind)
    let ending =
      names.isEmpty
      ? "; define it under '\(kind.key)'" : Suggestion.ending(for: name, among: names)
    findings.error("unknown \(kind.rawValue) \(name.quotedForMessage)\(ending)", at: node.mark)
    return nil
  }
}
