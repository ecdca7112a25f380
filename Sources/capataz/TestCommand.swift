import ArgumentParser
import Daemon
import Foundation
import GeoTareas
import JSON
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
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Argument(help: "Test files, or folders with *.test.yaml in them.", completion: .file(extensions: ["test.yaml"]))
  var files: [String] = []
  @Option(
    help: "Write the outcome to this file as well, in the XML that build servers read.",
    completion: .file(extensions: ["xml"]))
  var junit: String?
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    let report = RuleTests.run(paths: try paths())
    Terminal.print(report.diagnostics)
    switch format {
    case .text: for line in report.lines() { Terminal.say(line) }
    case .json: for result in report.results { Terminal.say(json: result.json) }
    }
    if let junit {
      do { try Data(JUnit.xml(report).utf8).write(to: URL(fileURLWithPath: junit)) } catch {
        Terminal.complain("capataz: \(junit): it cannot be written")
        throw ExitCode.findings
      }
    }
    if !report.isGood { throw ExitCode.findings }
  }

  /// The given paths, or those of the tenants' rules.
  private func paths() throws -> [String] {
    guard files.isEmpty else { return files }
    let loaded = try ConfigurationFile.load(shared.path(parent: parent.shared))
    var paths: [String] = []
    for path in loaded.configuration.tenants.flatMap(\.rules) {
      // The tests of a rule file are beside it.
      let folder = path.hasSuffix(".yaml") ? URL(fileURLWithPath: path).deletingLastPathComponent().relativePath : path
      if !paths.contains(folder) { paths.append(folder) }
    }
    return paths
  }
}

extension RuleTestReport.Result {
  /// One JSON object; the keys are stable.
  fileprivate var json: String {
    JSONValue.object([
      JSONMember("file", .string(source.file)), JSONMember("line", .number(String(source.line))),
      JSONMember("name", .string(name)), JSONMember("passed", .bool(hasPassed)),
      JSONMember("problems", .array(problems.map { .string($0) })),
    ]).text
  }
}
