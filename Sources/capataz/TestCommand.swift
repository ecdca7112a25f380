import ArgumentParser
import Daemon
import Foundation
import GeoTareas
import Inspection
import JSON
import Log
import Records
import RuleFiles
import Rules
import YAML

/// Rule tests.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Runs rule tests: a fixed clock, no network.",
    discussion: """
      Without FILE, the tests beside the rules of every tenant in the configuration. Ends with 1 if a test fails or a \
      file is wrong.

      With --coverage, each rule with how many tests it acts in; how many are near misses, in which one condition alone \
      keeps it from a task that no rule before it takes; the conditions that alone decided no test; and what of its action no test compares.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Argument(help: "Test files, or folders with *.test.yaml in them.", completion: .file(extensions: ["test.yaml"]))
  var files: [String] = []
  @Option(
    help: "Write the outcome to this file as well, in the XML that build servers read.",
    completion: .file(extensions: ["xml"]))
  var junit: String?
  @Flag(help: "Tell for each rule how far it is tested.")
  var coverage = false
  @Flag(help: "The same, and end with 1 if a rule acts in no test, or no test is a near miss of it.")
  var requireCoverage = false
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    let (paths, rules) = try subjects()
    let report = RuleTests.run(paths: paths, covering: coverage || requireCoverage ? rules : nil)
    Terminal.print(report.diagnostics)
    switch format {
    case .text: for line in report.lines() + (report.coverage?.lines ?? []) { Terminal.say(line) }
    case .json:
      for result in report.results { Terminal.say(json: result.json) }
      for entry in report.coverage?.rules ?? [] { Terminal.say(json: entry.json) }
    }
    if let junit {
      do { try Data(JUnit.xml(report).utf8).write(to: URL(fileURLWithPath: junit)) } catch {
        Terminal.complain("capataz: \(junit): it cannot be written")
        throw ExitCode.findings
      }
    }
    let untested = requireCoverage ? report.coverage?.rules.count { !$0.isCovered } ?? 0 : 0
    if untested > 0 {
      Terminal.complain(
        "capataz: \(untested.counted("rule")) not covered: each wants a test in which it acts, and one that is a near miss"
      )
    }
    if !report.isGood || untested > 0 { throw ExitCode.findings }
  }

  /// The given paths, or those of the tenants' rules, with these rules.
  private func subjects() throws -> (paths: [String], rules: [RuleSet]) {
    guard files.isEmpty else { return (files, []) }
    let loaded = try ConfigurationFile.load(shared.path(parent: parent.shared))
    var paths: [String] = []
    for path in loaded.configuration.tenants.flatMap(\.rules) {
      // The tests of a rule file are beside it.
      let folder = path.hasSuffix(".yaml") ? URL(fileURLWithPath: path).deletingLastPathComponent().relativePath : path
      if !paths.contains(folder) { paths.append(folder) }
    }
    return (paths, loaded.configuration.tenants.compactMap { loaded.rules[$0.name] })
  }
}

extension TestCoverage {
  /// A line with the counts, and one for each rule.
  fileprivate var lines: [String] {
    let head = ["RULE", "ACTS IN", "NEAR MISSES", "NEVER DECIDED ALONE", "NOT COMPARED"]
    let rows = rules.map { entry in
      [
        LogText.safe(entry.rule), entry.matched.counted("test"), entry.nearMisses == 0 ? "none" : "\(entry.nearMisses)",
        Self.list(entry.undecided), Self.list(entry.unchecked),
      ]
    }
    let sum =
      "coverage: \(rules.count.counted("rule")); acting in a test: \(matched); with a near miss: \(nearlyMissed)"
    return ["", sum] + (rows.isEmpty ? [] : TextTable(head, rows).lines(within: Terminal.size?.columns).flatMap(\.self))
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "" : LogText.safe(names.joined(separator: ", "))
  }
}

extension TestCoverage.Entry {
  /// One JSON object; the keys are stable.
  fileprivate var json: String {
    JSONValue.object([
      JSONMember("rule", .string(rule)), JSONMember("file", .string(source.file)),
      JSONMember("line", .integer(source.line)), JSONMember("matched", .integer(matched)),
      JSONMember("near_misses", .integer(nearMisses)),
      JSONMember("undecided", .texts(undecided)),
      JSONMember("unchecked", .texts(unchecked)),
      JSONMember("covered", .bool(isCovered)),
    ]).text
  }
}

extension RuleTestReport.Result {
  /// One JSON object; the keys are stable.
  fileprivate var json: String {
    JSONValue.object([
      JSONMember("file", .string(source.file)), JSONMember("line", .integer(source.line)),
      JSONMember("name", .string(name)), JSONMember("passed", .bool(hasPassed)),
      JSONMember("problems", .texts(problems)),
    ]).text
  }
}
