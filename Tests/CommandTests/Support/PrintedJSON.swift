import Foundation
import Needs
import Testing

/// Holds what commands print as JSON against the schemas that are shipped, by a validator that is not ours.
enum PrintedJSON {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schemas/output").path

  private static let script = """
    import json, sys
    from jsonschema import Draft7Validator as V
    validators = {}
    for line in open(sys.argv[1]):
      case = json.loads(line)
      if case["schema"] not in validators:
        schema = json.load(open(case["schema"]))
        V.check_schema(schema)
        validators[case["schema"]] = V(schema)
      try:
        value = json.loads(case["line"])
      except ValueError as error:
        print(case["name"], "prints what is no JSON:", error, case["line"][:200])
        continue
      for error in validators[case["schema"]].iter_errors(value):
        inner = sorted(error.context, key=lambda e: len(e.path), reverse=True)[:4]
        print(case["name"], list(error.path), error.message[:300], [e.message[:200] for e in inner])
    print("tried")
    """

  private static let python = ["python3", "/usr/bin/python3"].first { python in
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-W", "ignore", "-c", "from jsonschema import Draft7Validator"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  static let need = Need("Python's jsonschema", obstacle: python == nil ? "it is not there; run: make setup" : nil)

  /// The name of the schema of what a command prints; nil where that is no JSON.
  static func schema(of arguments: [String]) -> String? {
    guard let command = arguments.first, !arguments.contains("--as-test"), !arguments.contains("--help") else {
      return nil
    }
    let words = command == "journal" ? Array(arguments.prefix(2)) : [command]
    let format = arguments.lastIndex(of: "--format").flatMap {
      arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
    }
    guard format == "json" || (format == nil && words == ["journal", "export"]) else { return nil }
    let kinds = ["--by-rule": "by-rule", "--limits": "limits", "--rules": "rules"]
    let kind = command == "plan" ? arguments.compactMap { kinds[$0] } : []
    return (words + kind.prefix(1)).joined(separator: "-")
  }

  /// What does not fit, a line each.
  ///
  /// - Parameters:
  ///   - printed: The arguments of each command, and the lines that it printed.
  ///   - place: A folder for files.
  static func mistakes(in printed: [(arguments: [String], lines: [String])], place: String) async throws -> [String] {
    var cases = Data()
    for (arguments, lines) in printed {
      guard let name = schema(of: arguments), !lines.isEmpty else { continue }
      let file = "\(folder)/\(name).json"
      try #require(FileManager.default.fileExists(atPath: file), "there is no schema of: \(arguments)")
      for line in lines {
        let one = ["name": arguments.joined(separator: " "), "schema": file, "line": line]
        cases += try JSONEncoder().encode(one) + Data("\n".utf8)
      }
    }
    guard !cases.isEmpty, let python else { return [] }
    let (input, program) = ("\(place)/printed.jsonl", "\(place)/validate.py")
    try cases.write(to: URL(filePath: input))
    try Data(script.utf8).write(to: URL(filePath: program))
    let child = try ChildProcess(
      "/usr/bin/env", [python, "-W", "ignore", program, input],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH", default: "/usr/bin:/bin"]])
    #expect(await child.exit() == .code(0), "\(child.errors.text)")
    let lines = child.output.lines
    #expect(lines.last == "tried")
    return lines.dropLast()
  }
}
