import Foundation
import Needs
import RuleFiles
import Testing
import YAML

/// Holds the schemas against the files, with a validator that is not ours.
@Suite struct JSONSchemaTests {
  /// What a file of each kind is validated with.
  private static func schema(for path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("config") { return JSONSchema.config }
    return name.hasSuffix(".test.yaml") || name.hasPrefix("test-") ? JSONSchema.test : JSONSchema.rules
  }

  private static let script = """
    import json, sys
    from jsonschema import Draft7Validator as V
    for line in sys.stdin:
      case = json.loads(line)
      V.check_schema(case["schema"])
      errors = list(V(case["schema"]).iter_errors(case["file"]))
      print(json.dumps([case["path"], [e.message[:200] for e in errors]]))
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

  private static let validator = Need(
    "Python's jsonschema", obstacle: python == nil ? "it is not there; run: make setup" : nil)

  /// The mistakes that Python's jsonschema finds in each file.
  private func validate(_ paths: [String]) throws -> [String: [String]] {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    let lines = try paths.map { path -> String in
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      let root = try #require(Document(parsing: SourceText(file: path, bytes: bytes)).root)
      let schema = try JSONSerialization.jsonObject(with: Data(Self.schema(for: path).utf8))
      let line = try JSONSerialization.data(withJSONObject: ["path": path, "schema": schema, "file": json(root)])
      return String(decoding: line, as: UTF8.self)
    }
    let input = try folder.write("cases", lines.joined(separator: "\n") + "\n")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-W", "ignore", try folder.write("validate.py", Self.script)]
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
      found[try #require(pair[0] as? String)] = try #require(pair[1] as? [String])
    }
    return found
  }

  private func json(_ node: Node) -> Any {
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

  private static func files(in folder: String, where isWanted: (String) -> Bool) -> [String] {
    let folder = URL(filePath: folder).resolvingSymlinksInPath().path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") && isWanted($0) }.sorted().map { "\(folder)/\($0)" }
  }

  @Test("every file that is shipped, and every right fixture, fits its schema", .enabled { try validator.isMet() })
  func right() throws {
    let root = ExampleTests.root
    let paths =
      ["\(root)/config.example.yaml"] + Self.files(in: "\(root)/rules") { _ in true }
      + Self.files(in: RuleTestEvaluationTests.good) { _ in true }
    #expect(paths.count >= 11)
    let found = try validate(paths)
    #expect(found.count == paths.count)
    #expect(found.filter { !$0.value.isEmpty } == [:])
  }

  @Test("a file with an unknown key does not fit", .enabled { try validator.isMet() })
  func wrong() throws {
    let wrong = Self.files(in: WrongFileTests.folder) { name in
      let expected = "\(WrongFileTests.folder)/\(name.dropLast(5)).expected"
      let text = (try? String(contentsOfFile: expected, encoding: .utf8)) ?? ""
      return text.contains("error: unknown key '")
    }
    #expect(wrong.count > 10)
    let found = try validate(wrong)
    #expect(found.filter { $0.value.isEmpty }.keys.sorted() == [])
  }

  @Test("what loads fits: no schema is stricter than the loader", .enabled { try validator.isMet() })
  func looser() throws {
    let loads = WrongFileTests.names.filter { WrongFileTests.said(of: $0).hasValue }
    #expect(loads.count > 5)
    let paths = loads.map { "\(WrongFileTests.folder)/\($0).yaml" }.filter { path in
      (try? Data(contentsOf: URL(filePath: path))).map {
        Document(parsing: SourceText(file: path, bytes: Array($0))).root != nil
      } ?? false
    }
    let found = try validate(paths)
    #expect(found.filter { !$0.value.isEmpty } == [:])
  }

  @Test("a schema is the same text every time", arguments: [JSONSchema.config, JSONSchema.rules, JSONSchema.test])
  func stable(text: String) throws {
    #expect([JSONSchema.config, JSONSchema.rules, JSONSchema.test].contains(text))
    #expect(
      text.hasPrefix("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"Capataz "))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["additionalProperties"] as? Bool == false)
  }

  @Test("every file that is shipped names its schema in a modeline, which is what the schema command writes")
  func modelines() throws {
    let root = ExampleTests.root
    let paths = ["\(root)/config.example.yaml"] + Self.files(in: "\(root)/rules") { _ in true }
    for path in paths {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let modeline = try #require(text.split(separator: "\n").first)
      let start = "# yaml-language-server: $schema="
      #expect(modeline.hasPrefix(start), "\(path)")
      let schema = URL(filePath: path).deletingLastPathComponent().appending(path: modeline.dropFirst(start.count))
      #expect(try String(contentsOf: schema, encoding: .utf8) == Self.schema(for: path), "\(path)")
    }
  }

  @Test("a slip in any file that is shipped breaks its schema", .enabled { try validator.isMet() })
  func slips() throws {
    let root = ExampleTests.root
    let folder = try TemporaryFolder()
    let paths = ["\(root)/config.example.yaml"] + Self.files(in: "\(root)/rules") { _ in true }
    let slips = try paths.map { path in
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let slip = text.replacing("\nschema: 1", with: "\nschema: 2")
      #expect(slip != text)
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      try folder.write("keys/\(name)", text + "surplus: 1\n")
      return try folder.write(name, slip)
    }
    let all = slips + slips.map { $0.replacing("\(folder.path)/", with: "\(folder.path)/keys/") }
    let found = try validate(all)
    #expect(found.count == all.count && found.filter { $0.value.isEmpty } == [:])
  }
}
