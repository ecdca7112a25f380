import Glibc
import RuleFiles
import Testing
import YAML

/// What is loaded where some tenants have mistakes of their own.
@Suite("Tenants that are right beside others that are not")
struct RightTenantsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a", "b", "shared"] { try folder.write("\(name).yaml", ruleFile(name)) }
    try folder.write("broken.yaml", "schema: 1\nrules: [ { id: } ]\n")
    try folder.write("torn.yaml", "schema: 1\nrules: [\n")
  }

  private func tenant(_ name: String, rules: String, more: String = "") -> String {
    """
      \(name):
        url: https://\(name).example
        timezone: America/Guayaquil
        credentials: { token: { file: secret }, api_key: { env: K } }
        rules: [\(rules)]
        \(more)

    """
  }

  private func load(_ tenants: String..., top: String = "") throws -> (names: [String]?, leftOut: [String]) {
    let text = "schema: 1\n\(top)tenants:\n" + tenants.joined()
    let path = try folder.write("config.yaml", text)
    let loaded = ConfigurationLoader().loadWhatIsRight(path)
    // What `check` says does not depend on who is started.
    #expect(loaded.diagnostics == ConfigurationLoader().load(path).diagnostics)
    let names = loaded.value?.configuration.tenants.map(\.name)
    if let value = loaded.value {
      #expect(value.rules.keys.sorted() == names?.sorted())
      #expect(value.leftOut.allSatisfy { $0.mistakes.hasErrors })
    }
    return (names, loaded.value?.leftOut.map(\.name) ?? [])
  }

  @Test("all are taken where all are right")
  func right() throws {
    let loaded = try load(tenant("a", rules: "a.yaml"), tenant("b", rules: "b.yaml"))
    #expect(loaded.names == ["a", "b"] && loaded.leftOut.isEmpty)
  }

  @Test(
    "a tenant whose rules or settings are wrong is left out, and no other",
    arguments: [
      ("broken.yaml", ""), ("torn.yaml", ""), ("nowhere", ""), ("b.yaml", "poll: { every: 30 }"), ("b.yaml", "pole: 1"),
      ("b.yaml", "http: 7"),
    ])
  func wrong(_ rules: String, _ more: String) throws {
    let loaded = try load(
      tenant("b", rules: rules, more: more), tenant("a", rules: "a.yaml"), tenant("c", rules: "shared.yaml"))
    #expect(loaded.names == ["a", "c"] && loaded.leftOut == ["b"])
  }

  @Test("a file of rules that is wrong is wrong for everybody who names it, in whatever company")
  func shared() throws {
    for file in ["broken.yaml", "torn.yaml"] {
      let loaded = try load(
        tenant("a", rules: file), tenant("b", rules: "shared.yaml, \(file)"), tenant("c", rules: "shared.yaml"),
        tenant("d", rules: file))
      #expect(loaded.names == ["c"], "\(file)")
      #expect(loaded.leftOut == ["a", "b", "d"], "\(file)")
    }
  }

  @Test("of two with one name neither is taken, for nobody knows which one is meant")
  func twice() throws {
    try folder.write("tenants.d/1.yaml", "schema: 1\ntenants:\n" + tenant("a", rules: "../b.yaml"))
    let loaded = try load(tenant("a", rules: "a.yaml"), tenant("b", rules: "b.yaml"))
    #expect(loaded.names == ["b"] && loaded.leftOut == ["a"])
  }

  @Test(
    "a file of tenants that is wrong is left out as a whole",
    arguments: ["schema: 2\ntenants:\n", "state: s\nschema: 1\ntenants:\n", "schema: [\n"])
  func file(_ head: String) throws {
    try folder.write("tenants.d/1.yaml", head + tenant("c", rules: "../shared.yaml"))
    try folder.write("tenants.d/2.yaml", "schema: 1\ntenants:\n" + tenant("b", rules: "../b.yaml"))
    let loaded = try load(tenant("a", rules: "a.yaml"))
    #expect(loaded.names == ["a", "b"])
    #expect(loaded.leftOut == [folder.path + "/tenants.d/1.yaml"])
  }

  @Test("a tenant within such a file is left out alone where the mistake is its own")
  func within() throws {
    try folder.write(
      "tenants.d/1.yaml",
      "schema: 1\ntenants:\n" + tenant("b", rules: "../broken.yaml") + tenant("c", rules: "../shared.yaml"))
    let loaded = try load(tenant("a", rules: "a.yaml"))
    #expect(loaded.names == ["a", "c"] && loaded.leftOut == ["b"])
  }

  @Test("nothing is loaded where none is right, or where the mistake concerns all")
  func nothing() throws {
    #expect(try load(tenant("a", rules: "broken.yaml")).names == nil)
    #expect(try load(tenant("a", rules: "a.yaml"), top: "log: { level: loud }\n").names == nil)
    #expect(try load(tenant("a", rules: "a.yaml"), top: "colour: red\n").names == nil)
    #expect(try load("  7: {\n").names == nil)
  }

  @Test("a file that others could change is the mistake of all who read it: the configuration's is everybody's")
  func unsafe() throws {
    let tenants = tenant("a", rules: "a.yaml") + tenant("b", rules: "b.yaml")
    let path = try folder.write("config.yaml", "schema: 1\ntenants:\n\(tenants)")
    for file in ["", "/config.yaml", "/a.yaml", "/b.yaml"] { chmod(folder.path + file, file.isEmpty ? 0o755 : 0o644) }
    #expect(ConfigurationLoader(isRunHere: true).loadWhatIsRight(path).value != nil)
    chmod(folder.path + "/b.yaml", 0o666)
    let loaded = ConfigurationLoader(isRunHere: true).loadWhatIsRight(path)
    #expect(loaded.value?.configuration.tenants.map(\.name) == ["a"] && loaded.value?.leftOut.map(\.name) == ["b"])
    #expect(loaded.diagnostics.rendered().contains("chmod go-w \(folder.path)/b.yaml"))
    chmod(folder.path + "/b.yaml", 0o644)
    for file in ["", "/config.yaml"] {
      chmod(folder.path + file, 0o777)
      #expect(ConfigurationLoader(isRunHere: true).loadWhatIsRight(path).value == nil, "\(file)")
      chmod(folder.path + file, file.isEmpty ? 0o755 : 0o644)
    }
  }

  @Test("a folder that others could change is the mistake of each tenant whose rules are in it, and is told once")
  func unsafeFolder() throws {
    try folder.write("own/c.yaml", ruleFile("c"))
    try folder.write("own/d.yaml", ruleFile("d"))
    let tenants = tenant("a", rules: "a.yaml") + tenant("c", rules: "own/c.yaml") + tenant("d", rules: "own/d.yaml")
    let path = try folder.write("config.yaml", "schema: 1\ntenants:\n\(tenants)")
    for file in ["/config.yaml", "/a.yaml", "/own/c.yaml", "/own/d.yaml"] { chmod(folder.path + file, 0o644) }
    chmod(folder.path, 0o755)
    chmod(folder.path + "/own", 0o777)
    let loaded = ConfigurationLoader(isRunHere: true).loadByTenant(path)
    #expect(loaded.value?.configuration.tenants.map(\.name) == ["a"])
    #expect(loaded.value?.leftOut.map(\.name) == ["c", "d"])
    #expect(loaded.diagnostics.count == 1)
  }

  @Test("where a tenant stands, and who stands in a file that is left out, is known as far as it could be read")
  func origins() throws {
    try folder.write("tenants.d/1.yaml", "schema: 1\ncolour: red\ntenants:\n" + tenant("b", rules: "../b.yaml"))
    try folder.write("tenants.d/2.yaml", "schema: 1\ntenants: [\n" + tenant("c", rules: "../shared.yaml"))
    try folder.write("tenants.d/3.yaml", "schema: 1\ntenants:\n" + tenant("d", rules: "../shared.yaml"))
    let path = try folder.write("config.yaml", "schema: 1\nstate: here\ntenants:\n" + tenant("a", rules: "a.yaml"))
    let loaded = ConfigurationLoader().loadByTenant(path)
    #expect(loaded.value?.files == ["d": folder.path + "/tenants.d/3.yaml"])
    #expect(loaded.value?.leftOut.map(\.tenants) == [["b"], []])
    #expect(loaded.value?.leftOut.allSatisfy(\.isFile) == true)
    #expect(loaded.state == folder.path + "/here")
  }

  @Test("with no tenant that is right there is a configuration all the same, for those who have tenants already")
  func noneRight() throws {
    let path = try folder.write("config.yaml", "schema: 1\ntenants:\n" + tenant("a", rules: "broken.yaml"))
    let loaded = ConfigurationLoader().loadByTenant(path)
    #expect(loaded.value?.configuration.tenants.isEmpty == true && loaded.value?.leftOut.map(\.name) == ["a"])
    let torn = ConfigurationLoader().loadByTenant(try folder.write("config.yaml", "schema: 1\ntenants: {\n"))
    #expect(torn.value == nil && torn.state == nil && torn.diagnostics.hasErrors)
  }
}
