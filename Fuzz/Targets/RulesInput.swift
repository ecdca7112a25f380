import Foundation
import RuleFiles
import Rules
import YAML

/// A file of rules: it loads, or every mistake has a place and words; what loads decides alike with and without index.
enum RulesInput {
  private static let noon = Date(timeIntervalSinceReferenceDate: 794_836_800)

  static func run(_ bytes: [UInt8]) {
    let file = Scratch(bytes, suffix: ".yaml")
    let loaded = RuleSetLoader().load([file.path], at: noon)
    check(loaded.diagnostics)
    guard let rules = loaded.value else {
      return require(loaded.diagnostics.contains { $0.severity == .error }, "no rules, and no error says why")
    }
    require(!loaded.diagnostics.contains { $0.severity == .error }, "rules in spite of an error")
    let index = RuleIndex(rules)
    for task in tasks {
      let plain = rules.verdict(on: task, at: noon)
      require(plain == index.verdict(on: task, at: noon), "the index decides otherwise than the rules")
      guard let match = plain.match else { continue }
      _ = rules.rules[match].nextMatch(task, after: noon)
    }
  }

  /// Every remark can be shown to people in one piece.
  static func check(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      require(!diagnostic.message.isEmpty, "a remark without words")
      let text = diagnostic.rendered()
      require(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control },
        "a control character on the way to a terminal")
    }
  }

  static let tasks: [TaskView] = [
    TaskView(id: "1", instanceID: "9"),
    TaskView(
      id: "2", instanceID: "9", workflow: .value("Quote"), step: .value("Approve"), status: .value("PENDING"),
      assignedUser: .none, assignedGroup: .value(Party(id: "31", name: "Audit")), entityType: .value("CUENTA"),
      entityID: .value("7"), entityLabel: .value("Añil & Söhne"), due: .value(noon - 90_000),
      created: .value(noon - 400_000), escalated: .value(true), listedAsOverdue: true),
    TaskView(
      id: "3", instanceID: "10", workflow: .value("Quote"), step: .value("Approve"), status: .value("PENDING"),
      assignedUser: .value(Party(id: "104", name: "Ana")), assignedGroup: .none, entityType: .value("CUENTA"),
      entityID: .value("8"), entityLabel: .none, due: .none, created: .value(noon - 60), escalated: .value(false),
      details: TaskDetails(
        steps: [StepRecord(step: "Quote", result: "sent", captured: ["total": .text("4300.50"), "note": .null])],
        form: ["approved_total": .number("1"), "ok": .boolean(true)], results: ["approved", "rejected"])),
  ]
}
