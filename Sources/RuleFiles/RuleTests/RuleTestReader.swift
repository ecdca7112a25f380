import Foundation
import Rules
import YAML

/// Reads one file of rule tests within a load.
struct RuleTestReader {
  let findings: Diagnostics
  let rules: RuleSet
  let definitions: Definitions
  let time: LocalTime

  /// The tests of a file.
  ///
  /// Mistakes are in the findings, and a wrong test is left out.
  func tests(_ fields: Fields) -> [RuleTest] {
    let at = fields["at"].map { time.date($0, findings) }
    let reader = TestTaskReader(
      findings: findings, time: time, captured: rules.rules.reduce(into: []) { $0.formUnion($1.capturedNames) },
      form: rules.rules.reduce(into: []) { $0.formUnion($1.formNames) })
    var fixtures: [String: (mark: Mark, task: TaskView?)] = [:]
    if let node = fields["fixtures"] {
      guard case .mapping(let entries) = node.content else {
        findings.expected("a map of fixtures by name", node)
        return []
      }
      for entry in entries {
        fixtures[entry.key.text] = (
          entry.key.mark, reader.fixture(entry.value, "fixture \(entry.key.text.quotedForMessage)")
        )
      }
    }
    guard let node = fields.required("tests") else { return [] }
    guard case .sequence(let items) = node.content else {
      findings.expected("a list of tests", node, advice: node.mapAdvice("name", Keys.test))
      return []
    }
    var used: Set<String> = []
    var places: [String: Mark] = [:]
    let tests = items.compactMap { item -> RuleTest? in
      guard let fields = Fields(item, "a test", keys: Keys.test, findings) else { return nil }
      if let given = fields["given"]?.scalarText { used.insert(given) }
      let name = fields.required("name").flatMap { findings.text($0, "a name") }
      if let name, let mark = fields["name"]?.mark {
        if let first = places[name] {
          findings.error(
            "test name \(name.quotedForMessage) is used twice", at: mark,
            notes: [Diagnostic.Note("first given here", at: first)])
        }
        places[name] = mark
      }
      let task = task(fields, reader, fixtures)
      let moment = moment(fields, at)
      let expectation = fields.required("expect").flatMap {
        ExpectationReader(findings: findings, rules: rules, definitions: definitions, time: time).expectation($0)
      }
      guard let name, let task, let moment, let expectation, !fields.hasUnknown else { return nil }
      return RuleTest(
        name: name, source: .init(file: item.mark.file, line: item.mark.line), task: task, at: moment,
        expectation: expectation)
    }
    for (name, fixture) in fixtures.sorted(by: { $0.value.mark < $1.value.mark }) where !used.contains(name) {
      findings.warning("fixture \(name.quotedForMessage) is not used", at: fixture.mark)
    }
    return tests
  }

  private func moment(_ fields: Fields, _ standard: Date??) -> Date? {
    if let node = fields["at"] { return time.date(node, findings) }
    if let standard { return standard }
    findings.error("a test needs the key 'at', here or at the top of the file", at: fields.mark)
    return nil
  }

  private func task(
    _ fields: Fields, _ reader: TestTaskReader, _ fixtures: [String: (mark: Mark, task: TaskView?)]
  ) -> TaskView? {
    guard let given = fields.required("given"),
      var task = given.isMapping
        ? reader.fixture(given, "'given'") : fixture(given, fixtures)
    else { return nil }
    var isGood = true
    if let node = fields["with"] {
      if case .mapping(let entries) = node.content {
        for entry in entries { isGood = reader.change(entry, &task) && isGood }
      } else {
        findings.expected("a map of paths and values", node)
        isGood = false
      }
    }
    for (key, change) in [("without", reader.remove), ("unreadable", reader.spoil)] {
      guard let node = fields[key] else { continue }
      if case .sequence(let items) = node.content {
        for item in items { isGood = change(item, &task) && isGood }
      } else {
        findings.expected("a list of paths", node)
        isGood = false
      }
    }
    return isGood ? task : nil
  }

  private func fixture(_ node: Node, _ fixtures: [String: (mark: Mark, task: TaskView?)]) -> TaskView? {
    guard let name = findings.text(node, "the name of a fixture") else { return nil }
    if let known = fixtures[name] { return known.task }
    findings.error(
      "unknown fixture \(name.quotedForMessage)\(Suggestion.ending(for: name, among: fixtures.keys.sorted()))",
      at: node.mark)
    return nil
  }
}

extension Node {
  var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }
}
