import Foundation
import Needs
import RuleFiles
import Testing
import YAML

/// Holds the schemas against the files that are shipped, and those of other tests.
@Suite struct JSONSchemaTests {
  /// What a file of each kind is validated with.
  private static func schema(for path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("config") { return JSONSchema.config }
    return name.hasSuffix(".test.yaml") || name.hasPrefix("test-") ? JSONSchema.test : JSONSchema.rules
  }

  /// The mistakes that Python's jsonschema finds in each file; none of the files may be without a tree.
  private func validate(_ paths: [String]) throws -> [String: [String]] {
    try SchemaValidator.mistakes(
      in: try paths.map { path in
        .init(name: path, schema: Self.schema(for: path), file: try #require(try SchemaValidator.json(path)))
      })
  }

  private static func files(in folder: String, where isWanted: (String) -> Bool) -> [String] {
    let folder = URL(filePath: folder).resolvingSymlinksInPath().path
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") && isWanted($0) }.sorted().map { "\(folder)/\($0)" }
  }

  @Test(
    "every file that is shipped, and every right fixture, fits its schema",
    .enabled { try SchemaValidator.need.isMet() })
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

  @Test("a file with an unknown key does not fit", .enabled { try SchemaValidator.need.isMet() })
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

  @Test("what loads fits: no schema is stricter than the loader", .enabled { try SchemaValidator.need.isMet() })
  func looser() throws {
    let loads = WrongFileTests.names.filter { WrongFileTests.said(of: $0).hasValue }
    #expect(loads.count > 5)
    let paths = try loads.map { "\(WrongFileTests.folder)/\($0).yaml" }.filter { try SchemaValidator.json($0) != nil }
    let found = try validate(paths)
    #expect(found.filter { !$0.value.isEmpty } == [:])
  }

  @Test("a schema is the same text every time", arguments: [JSONSchema.config, JSONSchema.rules, JSONSchema.test])
  func stable(text: String) throws {
    #expect([JSONSchema.config, JSONSchema.rules, JSONSchema.test].contains(text))
    #expect(
      text.hasPrefix(
        "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"$id\": \"urn:capataz:schemas:"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect((object?["title"] as? String)?.hasPrefix("Capataz ") == true)
    #expect((object?["description"] as? String)?.contains("(5)") == true)
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

  @Test("a slip in any file that is shipped breaks its schema", .enabled { try SchemaValidator.need.isMet() })
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
