import Foundation
import Needs
import Testing
import YAML

/// Validates files with JSON Schemas, by a validator that is not ours: Python's jsonschema.
enum SchemaValidator {
  /// A file, as JSON, and the text of the schema that it should fit.
  struct Case {
    var name: String
    var schema: String
    var file: Any
  }

  private static let script = """
    import json, sys
    from jsonschema import Draft7Validator as V
    validators = {}
    for line in sys.stdin:
      case = json.loads(line)
      if "text" in case:
        schema = json.loads(case["text"])
        V.check_schema(schema)
        validators[case["schema"]] = V(schema)
        continue
      errors = list(validators[case["schema"]].iter_errors(case["file"]))
      print(json.dumps([case["name"], ["%s: %s" % (list(e.path), e.message[:200]) for e in errors]]))
    """

  /// A Python that has the validator: the first of the path, or the system's.
  private static let python = ["python3", "/usr/bin/python3"].first { python in
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-W", "ignore", "-c", "from jsonschema import Draft7Validator"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  static let need = Need(
    "Python's jsonschema", obstacle: python == nil ? "it is not there; run: make setup" : nil)

  /// The mistakes in each case; those of cases with the same name are put together.
  static func mistakes(in cases: [Case]) throws -> [String: [String]] {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    var numbers: [String: Int] = [:]
    var lines: [Data] = []
    for one in cases {
      if numbers[one.schema] == nil {
        numbers[one.schema] = numbers.count
        lines.append(
          try JSONSerialization.data(withJSONObject: ["text": one.schema, "schema": numbers.count - 1]))
      }
      let number = numbers[one.schema] ?? 0
      lines.append(
        try JSONSerialization.data(withJSONObject: ["name": one.name, "schema": number, "file": one.file]))
    }
    let input = try folder.write("cases", bytes: Array(lines.joined(separator: Data("\n".utf8)) + Data("\n".utf8)))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-W", "ignore", try folder.write("validate.py", script)]
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    var found: [String: [String]] = [:]
    for line in answer.split(separator: UInt8(ascii: "\n")) {
      let pair = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [Any])
      found[try #require(pair[0] as? String), default: []] += try #require(pair[1] as? [String])
    }
    #expect(Set(found.keys) == Set(cases.map(\.name)))
    return found
  }

  /// The file as an editor reads it: by YAML 1.2, in which a day and a bare `yes` are texts.
  ///
  /// - Returns: Nil for a file that is no YAML of ours; null for an empty one.
  static func json(_ path: String) throws -> Any? {
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let document = Document(parsing: SourceText(file: path, bytes: bytes))
    if let root = document.root { return json(root) }
    return document.diagnostics.isEmpty ? NSNull() : nil
  }

  private static func json(_ node: Node) -> Any {
    switch node.content {
    case .refused: return NSNull()
    case .sequence(let items): return items.map { json($0) }
    case .mapping(let entries):
      return Dictionary(entries.map { ($0.key.text, json($0.value)) }) { first, _ in first }
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: return NSNull()
      case .boolean(let value): return value
      case .integer(let digits): return Int(digits) ?? 0
      case .float(let digits): return Double(digits) ?? 0
      case .text(let text), .ambiguous(let text): return text
      }
    }
  }
}
