import Foundation
import Needs
import RuleFiles
import Testing
import YAML

/// Holds the verdicts of the schemas, which an editor shows, against those of the loader, which `check` shows.
@Suite struct SchemaVerdictTests {
  /// A file, and whether it is right.
  private struct Case {
    var group: String
    var written: String
    var text: String
    var isRight: Bool
  }

  private static func cases(_ group: VerdictTable.Group) -> [Case] {
    (group.right.map { ($0, true) } + group.wrong.map { ($0, false) }).map { written, isRight in
      Case(group: group.name, written: written, text: group.file(written), isRight: isRight)
    }
  }

  /// True if the loader takes the file without an error.
  private static func isTaken(_ path: String) -> Bool {
    if path.hasSuffix("config.yaml") { return ConfigurationLoader().load(path).value != nil }
    if path.hasSuffix("x.test.yaml") {
      return !RuleTests.run(paths: [path]).diagnostics.contains { $0.severity == .error }
    }
    return RuleSetLoader().load([path]).value != nil
  }

  private static let (config, rules, test) = (JSONSchema.config, JSONSchema.rules, JSONSchema.test)

  private static func schema(for path: String) -> String {
    path.hasSuffix("config.yaml") ? config : path.hasSuffix("x.test.yaml") ? test : rules
  }

  /// What loader and schema say about each case: true where they take the file.
  private static func verdicts(
    _ cases: [Case]
  ) throws -> [(name: String, isRight: Bool, loader: Bool, schema: Bool)] {
    let folder = try TemporaryFolder()
    let paths = try cases.enumerated().map { index, one in
      try folder.write("\(index)/rules/rules.yaml", VerdictTable.rules)
      let name = one.group.hasPrefix("config") ? "config.yaml" : one.group.hasPrefix("test") ? "x.test.yaml" : "a.yaml"
      return try folder.write("\(index)/\(name)", one.text)
    }
    let found = try SchemaValidator.mistakes(
      in: try paths.map { path in
        .init(name: path, schema: schema(for: path), file: try #require(try SchemaValidator.json(path), "\(path)"))
      })
    return zip(cases, paths).map { one, path in
      ("\(one.group): \(one.written)", one.isRight, isTaken(path), found[path]?.isEmpty == true)
    }
  }

  @Test(
    "whatever the structure of a file shows, the schema and check say the same of it",
    .enabled { try SchemaValidator.need.isMet() })
  func table() throws {
    let cases = VerdictTable.groups.flatMap { Self.cases($0) }
    #expect(cases.count > 300)
    let verdicts = try Self.verdicts(cases)
    #expect(verdicts.filter { $0.loader != $0.isRight }.map(\.name) == [], "check")
    #expect(verdicts.filter { $0.schema != $0.isRight }.map(\.name) == [], "the schema")
  }

  @Test(
    "what a schema cannot see is known: names of other places, what JSON does not tell apart, sums and dates",
    .enabled { try SchemaValidator.need.isMet() })
  func beyond() throws {
    let verdicts = try Self.verdicts(VerdictTable.beyond.flatMap { Self.cases($0) })
    #expect(verdicts.filter(\.loader).map(\.name) == [], "check")
    #expect(verdicts.filter { !$0.schema }.map(\.name) == [], "the schema")
  }

  @Test(
    "of the files with one mistake each, the schema refuses all but those whose mistake is not in the structure",
    .enabled { try SchemaValidator.need.isMet() })
  func fixtures() throws {
    let wrong = try WrongFileTests.names.filter { name in
      let path = "\(WrongFileTests.folder)/\(name).yaml"
      return try WrongFileTests.said(of: name).hasErrors && SchemaValidator.json(path) != nil
    }
    let found = try SchemaValidator.mistakes(
      in: try wrong.map { name in
        let path = "\(WrongFileTests.folder)/\(name).yaml"
        let kind = name.hasPrefix("config-") ? "config.yaml" : name.hasPrefix("test-") ? "x.test.yaml" : "a.yaml"
        return .init(name: name, schema: Self.schema(for: kind), file: try #require(try SchemaValidator.json(path)))
      })
    #expect(found.count > 100)
    #expect(found.filter { $0.value.isEmpty }.keys.sorted() == VerdictTable.fixturesBeyond.sorted())
  }
}
