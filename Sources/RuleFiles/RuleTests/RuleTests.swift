package import Rules
package import YAML
import Foundation

/// Finds, reads and runs rule tests.
package enum RuleTests {
  /// Runs the tests in files and folders: of a folder, every `*.test.yaml` in it and below it.
  ///
  /// The rules are those that a test file names, by default those in its own folder. Only files are used: no network,
  /// no clock, no configuration. Blocks on the disk.
  ///
  /// - Parameter covering: Rules of which it is to be said how far they are tested, besides those that tests are about; nil
  ///   where nobody asks.
  package static func run(paths: [String], covering: [RuleSet]? = nil) -> RuleTestReport {
    let load = Load()
    var report = RuleTestReport()
    report.coverage = covering.map { TestCoverage($0) }
    let paths = RuleFilePaths(findings: load.findings).testFiles(paths)
    if paths.isEmpty && !load.findings.diagnostics.hasErrors {
      load.findings.warning("no rule tests were found", at: Mark(file: "*.test.yaml"))
    }
    var sets: [[String]: RuleTestFile.Rules] = [:]
    for path in paths {
      guard let (tests, rules) = RuleTestFile(load: load).read(path, &sets) else {
        report.files.append(.init(path: path, results: []))
        continue
      }
      let runner = RuleTestRunner(rules: rules)
      let results = tests.map { test in
        RuleTestReport.Result(name: test.name, source: test.source, problems: runner.problems(of: test))
      }
      report.files.append(.init(path: path, results: results))
      report.coverage?.add(tests, rules)
    }
    // Warnings about the rules are for `check`. Here they would hide what failed.
    let tests = Set(paths)
    report.diagnostics = load.diagnostics().filter {
      $0.severity == .error || tests.contains($0.mark.file) || $0.mark.line == 0
    }
    return report
  }
}

/// The result of running rule tests.
package struct RuleTestReport: Sendable {
  /// The result of one test.
  package struct Result: Sendable, Equatable {
    package var name: String
    package var source: Rule.Source
    /// Expected against actual, one line each; empty when the test passed.
    package var problems: [String]

    package var hasPassed: Bool { problems.isEmpty }
  }

  /// The results of the tests of one file, in its order.
  package struct File: Sendable, Equatable {
    package var path: String
    package var results: [Result]
  }

  /// In the order in which they were found.
  package var files: [File] = []
  /// What is wrong with the files themselves; a wrong test has no result.
  package var diagnostics: [Diagnostic] = []
  /// How far the rules are tested; nil where nobody asked.
  package var coverage: TestCoverage?

  package var results: [Result] { files.flatMap(\.results) }
  package var passed: Int { results.count(where: \.hasPassed) }
  package var failed: Int { results.count - passed }
  /// True when every test passed and no file is wrong.
  package var isGood: Bool { failed == 0 && !diagnostics.hasErrors }

  init() {}
}

extension RuleTestReport {
  /// The failed tests with expected against actual, and a line with the counts; diagnostics are not included.
  package func lines() -> [String] {
    var lines: [String] = []
    for result in results where !result.hasPassed {
      lines.append("\(result.source.file):\(result.source.line): failed: \(result.name)")
      lines += result.problems.map { "    \($0)" }
    }
    let errors = diagnostics.count { $0.severity == .error }
    var parts = ["\(passed) passed"]
    if failed > 0 { parts.append("\(failed) failed") }
    if errors > 0 { parts.append("\(errors) \(errors == 1 ? "mistake" : "mistakes") in the files") }
    return lines + [parts.joined(separator: ", ")]
  }
}
