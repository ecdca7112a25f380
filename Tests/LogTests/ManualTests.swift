import Foundation
import RuleFiles
import Testing

/// The examples in the manual pages are complete files; what the manual shows must load.
@Suite("The manual")
struct ManualTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String

    var testDescription: String { name }
  }

  /// The examples of a page: between `.EX` and `.EE`, behind a comment that names them.
  static func examples(in page: String) -> [Example] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let text = try? String(contentsOf: root.appendingPathComponent("man/\(page)"), encoding: .utf8) else {
      return []
    }
    var found: [Example] = []
    var name: String?
    var lines: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix(".\\\" example: ") {
        name = String(line.dropFirst(".\\\" example: ".count))
      } else if line == ".EX" {
        lines = []
      } else if line == ".EE" {
        if let name, let lines { found.append(Example(name: name, text: lines.joined(separator: "\n") + "\n")) }
        name = nil
        lines = nil
      } else {
        lines?.append(plain(line))
      }
    }
    return found
  }

  private static func plain(_ line: String) -> String {
    let escapes = [("\\(aq", "'"), ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"), ("\\-", "-"), ("\\e", "\\")]
    let text = line.hasPrefix("\\&") ? String(line.dropFirst(2)) : line
    return escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  private static func load<Value>(_ example: Example, _ load: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("manual-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("rules"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rule = examples(in: "capataz-rules.5").first?.text ?? ""
    try Data(rule.utf8).write(to: folder.appendingPathComponent("rules/a.yaml"))
    let file = folder.appendingPathComponent("example.yaml")
    try Data(example.text.utf8).write(to: file)
    return try load(file.path)
  }

  @Test("every example of capataz-rules(5) loads", arguments: examples(in: "capataz-rules.5"))
  func rules(example: Example) throws {
    let loaded = try Self.load(example) { RuleSetLoader().load([$0]) }
    #expect(loaded.value != nil, "\(loaded.diagnostics)")
  }

  @Test("every example of capataz.yaml(5) loads", arguments: examples(in: "capataz.yaml.5"))
  func configuration(example: Example) throws {
    let loaded = try Self.load(example) { ConfigurationLoader().load($0) }
    #expect(loaded.value != nil, "\(loaded.diagnostics)")
  }

  @Test("there are examples, and every key of the rule language stands in one")
  func complete() {
    let text = Self.examples(in: "capataz-rules.5").map(\.text).joined()
    let keys = """
      id stage title owner note when unless then workflow step entity_type entity_id entity_label status assigned_user \
      assigned_group escalated overdue has_user has_group unassigned has_due_date age overdue_by due_in at_least \
      less_than at_most more_than captured field as is one_of like matches not exists previous_result form \
      result_available all_of any_of none_of complete result captured_data comment from if_missing default text now \
      value reassign user group pool not_to same_person_per canary share limit per_cycle per_hour per_day sum_per_day \
      of cooldown max_hops after_human_touch leave_alone run_within defaults calendars timezone open closed \
      holidays_known_until calendar facts pools pick members weight away max_open tie_break if_nobody
      """
    let missing = keys.split(separator: " ").filter { !text.contains("\($0): ") && !text.contains("\($0):\n") }
    #expect(missing.isEmpty)
    #expect(Self.examples(in: "capataz.yaml.5").count == 2)
  }
}
