import Inspection
import JSON
import Records
import RuleFiles
import Rules
import YAML

/// What a check has found and looked at, for the end of its output.
struct CheckSummary {
  /// What was checked without a configuration; nil where there is one.
  var files: [FileCheck.File]?
  /// The configuration, where it has no mistakes.
  var loaded: LoadedConfiguration?
  /// What could not be looked at from here.
  var unseen: [String] = []
  /// What was compared with, a sentence for each tenant.
  var compared: [String] = []
  private var errors = 0
  private var warnings = 0

  var hasErrors: Bool { errors > 0 }

  /// Prints findings, and counts them.
  mutating func tell(_ diagnostics: [Diagnostic], as format: OutputFormat) {
    switch format {
    case .text: Terminal.print(diagnostics)
    case .json: for diagnostic in diagnostics { Terminal.say(json: diagnostic.json) }
    }
    errors += diagnostics.count { $0.severity == .error }
    warnings += diagnostics.count { $0.severity == .warning }
  }
}

extension CheckSummary {
  /// The same for people; of a configuration with mistakes nothing more is said.
  var lines: [String] {
    let remarks = warnings == 0 ? "" : ", with \(warnings.counted("warning"))"
    if let files {
      return files.map(Self.line) + [hasErrors ? mistakes(in: files) : "ok\(remarks): \(total(of: files))"]
    }
    if hasErrors { return compared }
    return ["ok\(remarks)"] + tenants.map(Self.line) + unseen.map { "not looked at: \($0)" } + compared
  }

  private func mistakes(in files: [FileCheck.File]) -> String {
    errors.counted("error") + (warnings == 0 ? "" : ", \(warnings.counted("warning"))")
      + " in \(files.count.counted("file"))"
  }

  /// How much was checked in all.
  private func total(of files: [FileCheck.File]) -> String {
    let sums = files.reduce(into: (rules: 0, live: 0, tests: 0)) { sums, file in
      sums.rules += file.rules
      sums.live += file.live
      sums.tests += file.tests
    }
    return [
      files.count.counted("file"), "\(sums.rules.counted("rule")) (\(sums.live) live)", sums.tests.counted("test"),
    ].joined(separator: ", ")
  }

  private static func line(_ file: FileCheck.File) -> String {
    var parts: [String] = []
    if file.errors > 0 {
      parts.append(file.errors.counted("error"))
    } else {
      switch file.kind {
      case .configuration where file.tenants > 0:
        parts.append("\(file.tenants.counted("tenant")), \(file.rules.counted("rule")) (\(file.live) live)")
      case .configuration: parts.append("a file of tenants, checked with its configuration")
      case .rules where file.isNamed: parts.append("rules of a configuration")
      case .rules: parts.append("\(file.rules.counted("rule")) (\(file.live) live)")
      case .tests: parts.append(file.tests.counted("test"))
      case .unreadable: parts.append("nothing in it")
      }
    }
    if file.warnings > 0 { parts.append(file.warnings.counted("warning")) }
    return "\(file.path): \(parts.joined(separator: ", "))"
  }

  private static func line(_ tenant: (name: String, rules: Int, live: Int, fingerprint: String?)) -> String {
    "\(tenant.name): \(tenant.rules.counted("rule")) (\(tenant.live) live), fingerprint \(tenant.fingerprint ?? "none")"
  }

  private var tenants: [(name: String, rules: Int, live: Int, fingerprint: String?)] {
    (loaded?.configuration.tenants ?? []).map { tenant in
      let set = loaded?.rules[tenant.name]
      let rules = set?.rules ?? []
      return (tenant.name, rules.count, rules.count { $0.stage == .live }, set?.fingerprint)
    }
  }
}

extension CheckSummary {
  /// One JSON object, behind those of the findings; the keys are stable.
  var json: String {
    JSONValue.object([
      JSONMember("result", .string(hasErrors ? "findings" : "ok")), JSONMember("errors", .integer(errors)),
      JSONMember("warnings", .integer(warnings)),
      JSONMember(
        "tenants",
        .array(
          tenants.map { tenant in
            .object([
              JSONMember("tenant", .string(tenant.name)), JSONMember("rules", .integer(tenant.rules)),
              JSONMember("live", .integer(tenant.live)), JSONMember("fingerprint", .optional(tenant.fingerprint)),
            ])
          })),
      JSONMember(
        "files",
        .array(
          (files ?? []).map { file in
            .object([
              JSONMember("file", .string(file.path)), JSONMember("kind", .string(file.kind.rawValue)),
              JSONMember("tenants", .integer(file.tenants)), JSONMember("rules", .integer(file.rules)),
              JSONMember("live", .integer(file.live)),
              JSONMember("tests", .integer(file.tests)), JSONMember("named", .bool(file.isNamed)),
              JSONMember("errors", .integer(file.errors)), JSONMember("warnings", .integer(file.warnings)),
            ])
          })),
      JSONMember("not_looked_at", .texts(unseen)),
      JSONMember("compared", .texts(compared)),
    ]).text
  }
}

extension Diagnostic {
  /// One JSON object; the keys are stable.
  var json: String {
    JSONValue.object(
      mark.members + [
        JSONMember("severity", .string(severity.rawValue)), JSONMember("message", .string(message)),
        JSONMember("source", .optional(excerpt?.line)), JSONMember("fix", .optional(fix)),
        JSONMember("witness", .optional(witness)),
        JSONMember(
          "notes",
          .array(
            notes.map { .object(($0.mark ?? Mark(file: "")).members + [JSONMember("message", .string($0.message))]) })),
      ]
    ).text
  }
}

extension Mark {
  /// The place for programs; what has no line has null.
  fileprivate var members: [JSONMember] {
    [
      JSONMember("file", .said(file)), JSONMember("line", .count(line == 0 ? nil : line)),
      JSONMember("column", .count(line == 0 ? nil : column)),
    ]
  }
}
