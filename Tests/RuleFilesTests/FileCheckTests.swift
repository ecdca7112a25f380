import Foundation
import RuleFiles
import Testing
import YAML

/// Files that are checked without a configuration.
@Suite struct FileCheckTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func check(_ names: String...) -> FileCheck {
    FileCheck(paths: names.map { $0.isEmpty ? folder.path : "\(folder.path)/\($0)" })
  }

  private func said(_ check: FileCheck) -> String {
    check.diagnostics.rendered().replacing(folder.path, with: "DIR")
  }

  private func files(_ check: FileCheck) -> [String] {
    check.files.map { "\($0.path.replacing(folder.path + "/", with: "")) \($0.kind.rawValue)" }
  }

  private static let rule = """
    schema: 1
    rules:
      - id: close
        stage: live
        when: { workflow: Collections, step: Close }
        then: { reassign: { pool: people } }
        limit: { per_day: 1 }
        cooldown: 4h

    """
  private static let pool = """
    schema: 1
    pools: { people: { pick: round_robin, members: [ { user: "104" } ] } }

    """
  private static let test = """
    schema: 1
    timezone: UTC
    at: "2026-01-01T00:00"
    tests:
      - name: closes
        given: { task: { workflow: Collections, step: Close } }
        expect: { rule: close }

    """
  private static func configuration(_ rules: String) -> String {
    """
    schema: 1
    tenants:
      acme:
        url: https://acme.geotareas.com
        timezone: America/Guayaquil
        credentials: { email: robot@acme.example, password: { file: p }, api_key: { file: k } }
        rules: [\(rules)]

    """
  }

  @Test("names across files belong together: a pool in one, used in another, whether files or their folder are given")
  func together() throws {
    try folder.write("rules/10.yaml", Self.rule)
    try folder.write("rules/sub/20.yaml", Self.pool)
    for given in [["rules/10.yaml", "rules/sub/20.yaml"], ["rules"]] {
      let check = FileCheck(paths: given.map { "\(folder.path)/\($0)" })
      #expect(said(check) == "")
      #expect(files(check) == ["rules/10.yaml rules", "rules/sub/20.yaml rules"])
      #expect(check.files.map(\.rules) == [1, 0] && check.files.map(\.live) == [1, 0])
    }
    #expect(said(check("rules/10.yaml")).contains("10.yaml:6:31: error: "))
  }

  @Test(
    "each file is known by its content: rules, tests under any name, configurations; a folder is read with all of them")
  func kinds() throws {
    try folder.write("rules/10.yaml", Self.rule)
    try folder.write("rules/20.yaml", Self.pool)
    try folder.write("rules/10.test.yaml", Self.test)
    try folder.write("checks.yaml", Self.test.replacing("timezone", with: "rules: rules\ntimezone"))
    try folder.write("config.yaml", Self.configuration("rules"))
    try folder.write("notes.txt", "nonsense: [")
    try folder.write(".hidden.yaml", "nonsense: [")
    let check = self.check("")
    #expect(said(check) == "")
    #expect(
      files(check) == [
        "checks.yaml tests", "config.yaml configuration", "rules/10.test.yaml tests", "rules/10.yaml rules",
        "rules/20.yaml rules",
      ])
    #expect(check.files.map(\.tests) == [1, 0, 1, 0, 0] && check.files.map(\.tenants) == [0, 1, 0, 0, 0])
    // Rules that a configuration names are counted there, and not compared with those of others.
    #expect(
      check.files.map(\.rules) == [0, 1, 0, 0, 0] && check.files.map(\.isNamed) == [false, false, false, true, true])
  }

  @Test("two tenants of one configuration may have the same ids; loose files may not")
  func ids() throws {
    for name in ["a", "b"] {
      try folder.write("\(name)/rules.yaml", Self.rule)
      try folder.write("\(name)/pools.yaml", Self.pool)
    }
    let loose = said(check("a", "b"))
    #expect(loose.contains("rule id 'close' is given twice"))
    let second = Self.configuration("b").split(separator: "\n").dropFirst(2).joined(separator: "\n")
    try folder.write("config.yaml", Self.configuration("a") + second.replacing("acme:", with: "beta:") + "\n")
    #expect(said(check("")) == "")
  }

  @Test("files of tenants.d are checked once, with the configuration beside them, in whatever order they are given")
  func tenantFiles() throws {
    try folder.write("rules/10.yaml", Self.rule)
    try folder.write("rules/20.yaml", Self.pool)
    try folder.write("config.yaml", "schema: 1\n")
    try folder.write("tenants.d/acme.yaml", Self.configuration("../rules"))
    for check in [self.check("tenants.d/acme.yaml", "config.yaml"), self.check("")] {
      #expect(said(check) == "")
      #expect(check.files.reduce(0) { $0 + $1.tenants } == 1)
    }
    // By itself it is a configuration, too.
    let alone = check("tenants.d/acme.yaml")
    #expect(said(alone) == "" && alone.files.map(\.rules) == [1])
  }

  @Test("what is wrong in a file counts at that file, by whatever path a configuration names it")
  func otherPath() throws {
    try folder.write("rules/10.yaml", Self.rule.replacing("live", with: "lively"))
    try folder.write("rules/20.yaml", Self.pool)
    try folder.write("config.yaml", Self.configuration("./rules/../rules"))
    let check = self.check("config.yaml", "rules/10.yaml")
    #expect(check.files.map(\.errors) == [0, 1], "\(said(check))")
  }

  @Test("every mistake of every file is told once, with its place, and counted at its file")
  func mistakes() throws {
    try folder.write("rules/10.yaml", Self.rule.replacing("live", with: "lively"))
    try folder.write("rules/20.yaml", Self.pool)
    try folder.write("rules/10.test.yaml", Self.test.replacing("expect", with: "expekt"))
    try folder.write("rules/bad.yaml", "a: [\n")
    let check = self.check("rules")
    #expect(said(check).components(separatedBy: "DIR/rules/10.yaml:4:12: error: ").count == 2)
    #expect(check.diagnostics.count == Set(check.diagnostics).count)
    #expect(check.files.first { $0.path.hasSuffix("/10.yaml") }?.errors == 1)
    #expect(check.files.first { $0.path.hasSuffix("bad.yaml") }?.errors == 1)
    #expect(check.diagnostics == check.diagnostics.sorted { $0.mark < $1.mark })
  }

  @Test("a wrong test is found though it is not run, and a test that would fail is none of its mistakes")
  func testsAreNotRun() throws {
    try folder.write("10.yaml", Self.rule)
    try folder.write("20.yaml", Self.pool)
    try folder.write("a.test.yaml", Self.test.replacing("step: Close }", with: "step: Open }"))
    #expect(said(check("")) == "")
    try folder.write("a.test.yaml", Self.test.replacing("{ rule: close }", with: "{ rule: clsoe }"))
    #expect(said(check("")).contains("did you mean 'close'?"))
  }

  @Test("lints are those of check, once each")
  func lints() throws {
    try folder.write("10.yaml", Self.rule.replacing("    limit: { per_day: 1 }\n", with: ""))
    try folder.write("20.yaml", Self.pool)
    try folder.write("a.test.yaml", Self.test)
    let text = said(check(""))
    #expect(text.components(separatedBy: "live rule 'close' has no limit").count == 2)
    #expect(!check("").diagnostics.hasErrors)
  }

  @Test("a path that leads nowhere, and a folder without such files, are errors: a check of nothing must not pass")
  func nothing() throws {
    try folder.write("empty/README.md", "")
    #expect(
      said(check("nowhere", "empty"))
        == """
        DIR/empty: error: the folder holds no *.yaml file; nothing was checked
        DIR/nowhere: error: no file or folder 'DIR/nowhere'; expected files to check there

        """)
    try folder.write("empty/a.yml", Self.rule)
    #expect(said(check("empty")).contains("a.yml: warning: the file is not read; rename it to end in .yaml"))
    #expect(check("empty").diagnostics.hasErrors)
  }

  @Test("a secret that stands in a configuration by mistake is not shown, broken or not", arguments: ["", "\t x: [\n"])
  func secrets(broken: String) throws {
    let text = Self.configuration("rules").replacing("{ file: p }", with: "hunter2hunter2")
    try folder.write("rules/10.yaml", Self.rule)
    try folder.write("rules/20.yaml", Self.pool)
    try folder.write("config.yaml", text + broken)
    let check = self.check("")
    #expect(check.diagnostics.hasErrors && !said(check).contains("hunter2"))
  }

  @Test("one file is checked once, through whatever paths it is given")
  func once() throws {
    try folder.write("10.yaml", Self.rule)
    try folder.write("20.yaml", Self.pool)
    #expect(files(check("10.yaml", "20.yaml", "", "./10.yaml")) == ["10.yaml rules", "20.yaml rules"])
  }
}
