import Foundation
import Needs
import RuleFiles
import Rules
import Testing

/// Holds what is said about keys to one source: the texts of the keys.
@Suite struct KeyTextTests {
  private static let root = ExampleTests.root

  private static func read(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  @Test("the schemas and the lists in the manual are what the keys give; Scripts/write-key-texts writes them anew")
  func files() throws {
    var written = [
      ("schemas/config.json", JSONSchema.config), ("schemas/rules.json", JSONSchema.rules),
      ("schemas/test.json", JSONSchema.test),
    ]
    for (name, lists) in KeyList.pages.sorted(by: { $0.key < $1.key }) {
      let path = "man/\(name)"
      written.append((path, KeyPages.page(try Self.read(path), lists)))
    }
    for (path, text) in written {
      if ProcessInfo.processInfo.environment["CAPATAZ_WRITE_KEY_TEXTS"] != nil {
        try Data(text.utf8).write(to: URL(filePath: "\(Self.root)/\(path)"))
      }
      #expect(try Self.read(path) == text, "\(path) is old; run: Scripts/write-key-texts")
    }
  }

  @Test("every list of keys stands in the manual once, and no other")
  func lists() throws {
    for (name, lists) in KeyList.pages {
      let marks = try Self.read("man/\(name)").components(separatedBy: "\n")
        .filter { $0.hasPrefix(KeyPages.mark) }.map { String($0.dropFirst(KeyPages.mark.count)) }
      #expect(marks.sorted() == lists.map(\.title).sorted(), "\(name)")
    }
  }

  @Test("every map of keys that the readers know is in a list of the manual")
  func maps() throws {
    let folder = "\(Self.root)/Sources/RuleFiles/Keys"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("Keys+") }
    let source = try files.map { try Self.read("Sources/RuleFiles/Keys/\($0)") }.joined()
    let titles = source.matches(of: /KeyMap\(\s*"([^"]+)"/).map { String($0.output.1) }
    let listed = Set(KeyList.pages.values.joined().map(\.title))
    #expect(titles.count > 40)
    // Comparisons are listed with the keys beside them.
    #expect(Set(titles).subtracting(listed) == ["comparisons"])
  }

  /// A key of a map in a schema, with the schema of its value.
  private struct Place {
    var path: String
    var key: String
    var schema: [String: Any]
    var definitions: [String: Any]
  }

  private static func places() throws -> [Place] {
    var found: [Place] = []
    for text in [JSONSchema.config, JSONSchema.rules, JSONSchema.test] {
      let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let definitions = root["definitions"] as? [String: Any] ?? [:]
      collect(root, try #require(root["$id"] as? String), definitions, &found)
    }
    return found
  }

  /// The keys that a map offers, not what it asks of them besides.
  private static func collect(_ value: Any, _ path: String, _ definitions: [String: Any], _ found: inout [Place]) {
    if let list = value as? [Any] {
      for (index, item) in list.enumerated() { collect(item, "\(path)/\(index)", definitions, &found) }
    }
    guard let map = value as? [String: Any] else { return }
    if map["additionalProperties"] as? Bool == false {
      for (key, schema) in map["properties"] as? [String: [String: Any]] ?? [:] {
        found.append(Place(path: "\(path)/\(key)", key: key, schema: schema, definitions: definitions))
      }
    }
    for (key, inner) in map where !["default", "examples", "if", "then", "else"].contains(key) {
      collect(inner, "\(path)/\(key)", definitions, &found)
    }
  }

  @Test("every key of a schema has the sentence of the manual, a form, and an example unless the form tells all")
  func described() throws {
    let places = try Self.places()
    #expect(places.count > 150)
    let entries = Set(
      KeyList.pages.values.joined().flatMap(\.entries).map { "\($0.name): \($0.text.replacing("`", with: "'"))" })
    for place in places {
      let text = place.schema["description"] as? String ?? ""
      #expect(text.count > 4 && text.hasSuffix("."), "\(place.path)")
      let isInManual = entries.contains { entry in
        entry.hasPrefix("\(place.key): \(text)") || entry.hasPrefix("\(place.key): Required. \(text)")
      }
      #expect(isInManual, "\(place.path) is not in the manual")
      let form = Set(place.schema.keys).subtracting(["description", "default", "examples"])
      #expect(!form.isEmpty, "\(place.path) may be anything")
      let tellsAll = form == ["enum"] || form == ["const"] || place.schema["type"] as? String == "boolean"
      #expect(
        tellsAll || place.schema["default"] != nil || place.schema["examples"] != nil, "\(place.path) has no example")
    }
  }

  @Test(
    "every default and example in a schema fits the schema of its key", .enabled { try SchemaValidator.need.isMet() })
  func examples() throws {
    // One map with all keys, by their places: once with the examples and once with the defaults.
    let places = try Self.places()
    var properties: [String: Any] = [:]
    var definitions: [String: Any] = [:]
    for place in places {
      properties[place.path] = place.schema
      definitions.merge(place.definitions) { first, _ in first }
    }
    let schema: [String: Any] = ["properties": properties, "definitions": definitions, "additionalProperties": false]
    let text = String(decoding: try JSONSerialization.data(withJSONObject: schema), as: UTF8.self)
    func values(_ value: (Place) -> Any?) -> [String: Any] {
      places.reduce(into: [:]) { $0[$1.path] = value($1) }
    }
    let examples = values { ($0.schema["examples"] as? [Any])?.first }
    let defaults = values { $0.schema["default"] }
    #expect(examples.count > 100 && defaults.count > 20)
    let found = try SchemaValidator.mistakes(
      in: [
        .init(name: "examples", schema: text, file: examples), .init(name: "defaults", schema: text, file: defaults),
      ])
    #expect(found == ["examples": [], "defaults": []])
  }

  @Test("a configuration with every default written out is the same as one without")
  func defaults() throws {
    let folder = try TemporaryFolder()
    try folder.write("rules/a.yaml", ruleFile("a"))
    let needed = """
          url: https://acme.example
          timezone: UTC
          credentials: { token: { env: TOKEN }, api_key: { env: KEY } }
          rules: [rules]

      """
    func written(_ title: String, indent: String) -> String {
      let list = KeyList.pages["capataz.yaml.5"]?.first { $0.title == title }
      return (list?.entries ?? []).compactMap { entry in
        entry.text.firstMatch(of: #/ Default: `(.*)`\.$/#).map { "\(indent)\(entry.name): \($0.output.1)\n" }
      }.joined()
    }
    let bare = "schema: 1\nstate: /var/lib/capataz\ntenants:\n  acme:\n\(needed)"
    let whole =
      "schema: 1\n\(written("configuration", indent: ""))log:\n\(written("log", indent: "  "))"
      + "keep:\n\(written("keep", indent: "  "))tenants:\n  acme:\n\(needed)"
      + written("tenant", indent: "    ") + "    poll:\n\(written("poll", indent: "      "))"
      + "    http:\n\(written("http", indent: "      "))    limits:\n\(written("limits", indent: "      "))"
    let first = ConfigurationLoader().load(try folder.write("config.yaml", bare))
    let second = ConfigurationLoader().load(try folder.write("config.yaml", whole))
    var loaded = try #require(second.value?.configuration, "\(second.diagnostics)")
    // Given one by one, the limits are known to be counted apart.
    loaded.tenants[0].limits.reads = .unknown
    loaded.tenants[0].limits.writes = .unknown
    #expect(loaded == first.value?.configuration)
    #expect(whole.split(separator: "\n").count == 34)
  }

  @Test("a rule with every default written out means the same as one without")
  func ruleDefaults() throws {
    let folder = try TemporaryFolder()
    func standard(_ title: String, _ key: String) throws -> String {
      let entry = KeyList.pages["capataz-rules.5"]?.first { $0.title == title }?.entries.first { $0.name == key }
      let match = try #require(entry?.text.firstMatch(of: #/ Default: `(.*)`\.$/#), "\(title): \(key)")
      return "\(key): \(match.output.1)"
    }
    func file(_ stage: String, _ test: String, _ value: String, _ member: String) -> String {
      """
      schema: 1
      pools: { p: { pick: weighted, members: [ { user: "1"\(member) }, { user: "2", weight: 2 } ] } }
      rules:
        - id: a
          when: { step: s, captured: [ { step: q, field: f, is: x\(test) } ] }
          then: { complete: { result: r, captured_data: { f: { from: q.f\(value) } } } }
          \(stage)
        - { id: b, when: { step: t }, then: { reassign: { pool: p } } }

      """
    }
    let bare = RuleSetLoader().load([try folder.write("bare.yaml", file("", "", "", ""))])
    let whole = file(
      try standard("safeguards", "stage"), ", \(try standard("value tests", "as"))",
      ", \(try standard("values", "as")), \(try standard("values", "if_missing"))",
      ", \(try standard("member", "weight"))")
    let written = RuleSetLoader().load([try folder.write("whole.yaml", whole)])
    #expect(try #require(bare.value, "\(bare.diagnostics)").fingerprint == written.value?.fingerprint)
  }
}
