import Foundation
import RuleFiles
import Rules
import Testing
import YAML

/// Tenants in files of their own.
@Suite struct TenantFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("rules/a.yaml", ruleFile("a"))
  }

  private func tenant(_ name: String, rules: String = "../rules") -> String {
    """
      \(name):
        url: https://\(name).example
        timezone: America/Guayaquil
        credentials: { token: { file: secrets/\(name) }, api_key: { env: K } }
        rules: [\(rules)]

    """
  }

  private func load(_ top: String) throws -> Loaded<LoadedConfiguration> {
    ConfigurationLoader().load(try folder.write("config.yaml", "schema: 1\n\(top)"))
  }

  @Test(
    "they come after those of the configuration, by the names of the files; paths are meant from each file's folder")
  func files() throws {
    try folder.write("tenants.d/20.yaml", "schema: 1\ntenants:\n\(tenant("c"))\(tenant("b"))")
    try folder.write("tenants.d/10.yaml", "schema: 1\ntenants:\n\(tenant("d"))")
    try folder.write("tenants.d/rules/not-a-tenant.yaml", ruleFile("x"))
    try folder.write("tenants.d/.hidden.yaml", "not even YAML: [")
    let loaded = try load("tenants:\n\(tenant("a", rules: "rules"))")
    #expect(loaded.diagnostics.rendered() == "")
    let configuration = try #require(loaded.value?.configuration)
    #expect(configuration.tenants.map(\.name) == ["a", "d", "c", "b"])
    #expect(loaded.value?.rules.count == 4)
    #expect(configuration.tenants[1].rules == [folder.path + "/tenants.d/../rules"])
    #expect(configuration.tenants[1].credentials.login == .token(.file(folder.path + "/tenants.d/secrets/d")))
  }

  @Test("with them the configuration needs no tenants of its own; without both it says so")
  func optional() throws {
    let without = try load("state: s\n")
    #expect(without.value == nil)
    #expect(without.diagnostics.rendered().contains("the configuration needs the key 'tenants'"))
    try folder.write("tenants.d/10.yaml", "schema: 1\ntenants:\n\(tenant("d"))")
    #expect(try load("state: s\n").value?.configuration.tenants.map(\.name) == ["d"])
  }

  @Test("a name that stands twice is a mistake, with both places; keys of the configuration have no place in the files")
  func mistakes() throws {
    try folder.write("tenants.d/10.yaml", "schema: 1\ntenants:\n\(tenant("a"))")
    try folder.write("tenants.d/20.yaml", "schema: 1\nstate: s\ntenants:\n\(tenant("b"))")
    let loaded = try load("tenants:\n\(tenant("a", rules: "rules"))")
    let text = loaded.diagnostics.rendered()
    #expect(loaded.value == nil)
    #expect(text.contains("tenants.d/10.yaml:3:3: error: there are two tenants named 'a'"))
    #expect(text.contains("config.yaml:3:3: note: the first one"))
    #expect(text.contains("tenants.d/20.yaml:2:1: error: unknown key 'state' in a file of tenants"))
  }

  @Test("tenants that name the same files share one set of rules, read once; what is wrong in them is told once")
  func shared() throws {
    let many = (1...500).map { tenant("t\($0)", rules: "rules") }.joined()
    let loaded = try load("tenants:\n\(many)\(tenant("other", rules: "rules/a.yaml"))")
    let rules = try #require(loaded.value?.rules)
    let first = try #require(rules["t1"])
    #expect((1...500).allSatisfy { rules["t\($0)"]?.isCopy(of: first) == true })
    #expect(rules["other"]?.isCopy(of: first) == false && rules["other"] == first)
    try folder.write("rules/b.yaml", "schema: 1\nrules: 7\n")
    #expect(try load("tenants:\n\(many)").diagnostics.count == 1)
  }
}
