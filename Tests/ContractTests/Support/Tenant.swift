import Foundation
import RuleFiles
import Rules
import Testing
import YAML

/// The rule files of a tenant, loaded from a folder as the daemon loads them.
struct Tenant {
  let loaded: Loaded<RuleSet>

  /// - Parameters:
  ///   - files: by name; `schema: 1` is put in front of a text that lacks it.
  ///   - day: the day by which it is judged whether holidays end soon.
  init(_ files: [String: String], day: String? = nil) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((text.contains("schema: 1\n") ? text : "schema: 1\n" + text).utf8).write(to: file)
    }
    loaded = RuleSetLoader().load([folder.path], at: day.map { Clock.date("\($0)T12:00") })
  }

  init(_ text: String, day: String? = nil) throws { try self.init(["rules.yaml": text], day: day) }

  /// What is wrong with the files.
  var errors: [String] { loaded.diagnostics.filter { $0.severity == .error }.map(\.message) }
  /// What is odd in them.
  var warnings: [String] { loaded.diagnostics.filter { $0.severity == .warning }.map(\.message) }

  /// The rules; a mistake in the files is a failure of the test.
  var rules: RuleSet {
    get throws {
      #expect(errors == [])
      return try #require(loaded.value)
    }
  }

  /// The id of the rule that takes a task, if one does.
  func taker(of task: APITask, at time: String = Clock.monday) throws -> String? {
    let rules = try rules
    return rules.verdict(on: try #require(task.view()), at: Clock.date(time)).taker.map { rules.rules[$0].id }
  }
}

/// What shared definitions the short rules of the tests may use.
let office = """
  calendars:
    office: { timezone: America/Guayaquil, open: { mon-fri: ["09:00-13:00", "14:00-18:00"] }, closed: ["2026-03-11"] }
  defaults: { calendar: office }

  """

/// The truth of a condition, written as it stands behind `when:`, for a task.
func truth(
  _ when: String, _ task: APITask = APITask(), at time: String = Clock.monday, shared: String = ""
) throws -> Truth {
  let rules = try Tenant("\(shared)rules:\n  - { id: r, when: \(when), then: { complete: { result: ok } } }\n").rules
  let view = try #require(task.view())
  let truth = try #require(rules.rules.first).matches(view, at: Clock.date(time))
  #expect(rules.verdict(on: view, at: Clock.date(time)).taker == (truth == .yes ? 0 : nil), "only what is true acts")
  return truth
}

/// What the loader finds wrong with a rule whose parts are these.
func mistakes(
  when: String = "{ workflow: Quote }", then: String = "{ complete: { result: ok } }", more: String = "",
  shared: String = ""
) throws -> [String] {
  try Tenant("\(shared)rules:\n  - id: r\n    when: \(when)\n    then: \(then)\n\(more)").errors
}
