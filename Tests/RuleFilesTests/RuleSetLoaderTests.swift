import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct RuleSetLoaderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func load(_ names: String...) -> Loaded<RuleSet> {
    RuleSetLoader().load(names.map { $0.isEmpty ? folder.path : "\(folder.path)/\($0)" })
  }

  private func said(_ loaded: Loaded<RuleSet>) -> String {
    loaded.diagnostics.rendered().replacing(folder.path, with: "DIR")
  }

  @Test("a folder is read with its sub-folders in path order, without dot files and tests")
  func folderOrder() throws {
    try folder.write("20-b.yaml", ruleFile("b"))
    try folder.write("10-a.yaml", ruleFile("a2", "a1"))
    try folder.write("sub/deep/z.yaml", ruleFile("z"))
    try folder.write("Upper.yaml", ruleFile("u"))
    try folder.write(".hidden.yaml", "nonsense: [")
    try folder.write(".git/x.yaml", "nonsense: [")
    try folder.write("10-a.test.yaml", "nonsense: [")
    try folder.write("README.md", "nonsense: [")
    let loaded = load("")
    #expect(said(loaded) == "")
    #expect(loaded.value?.rules.map(\.id) == ["a2", "a1", "b", "u", "z"])
    #expect(loaded.value?.rules.last?.source.file == "\(folder.path)/sub/deep/z.yaml")
    #expect(loaded.value?.rules.last?.source.line == 3)
  }

  @Test("files and folders are taken in the order they are named, each file once")
  func namedOrder() throws {
    try folder.write("one/a.yaml", ruleFile("a"))
    try folder.write("two/b.yaml", ruleFile("b"))
    let loaded = load("two", "one/a.yaml", "one/")
    #expect(said(loaded) == "")
    #expect(loaded.value?.rules.map(\.id) == ["b", "a"])
  }

  @Test("defaults stand once and hold for every file of the tenant")
  func defaults() throws {
    try folder.write("a.yaml", ruleFile("a"))
    try folder.write("z.yaml", "schema: 1\ndefaults: { stage: live }\n")
    #expect(load("").value?.rules.map(\.stage) == [.live])
    try folder.write("b.yaml", "schema: 1\ndefaults: { stage: shadow }\n")
    let loaded = load("")
    #expect(loaded.value == nil)
    #expect(
      said(loaded) == """
        DIR/z.yaml:2:1: error: 'defaults' is given twice; it stands once for all rule files of a tenant
        defaults: { stage: live }
        ^
        DIR/b.yaml:2:1: note: first defined here
        defaults: { stage: shadow }
        ^

        """)
  }

  @Test("an id given twice in two files names both places")
  func duplicateIDs() throws {
    try folder.write("a.yaml", ruleFile("same"))
    try folder.write("b.yaml", ruleFile("other", "same"))
    let loaded = load("")
    #expect(loaded.value == nil)
    #expect(
      said(loaded) == """
        DIR/b.yaml:6:9: error: rule id 'same' is given twice; ids are unique in a tenant
          - id: same
                ^
        DIR/a.yaml:3:9: note: first defined here
          - id: same
                ^

        """)
  }

  @Test("the mistakes of all files are found in one run")
  func allFiles() throws {
    try folder.write("a.yaml", "schema: 1\nrules: [\n")
    try folder.write("b.yaml", "schema: 1\nrul: []\n")
    try folder.write("c.yaml", ruleFile("fine"))
    let loaded = load("", "missing")
    #expect(loaded.value == nil)
    let places = loaded.diagnostics.map { $0.mark.description.replacing(folder.path, with: "DIR") }
    #expect(places == ["DIR/a.yaml:3:1", "DIR/b.yaml:1:1", "DIR/b.yaml:2:1", "DIR/missing"])
  }

  @Test("a folder without rules loads, with a warning")
  func noRules() throws {
    let loaded = load("")
    #expect(loaded.value?.rules.isEmpty == true)
    #expect(said(loaded) == "DIR: warning: no rules were found; nothing will be done\n")
    try folder.write("a.yml", ruleFile("a"))
    #expect(
      said(load("")) == """
        DIR: warning: no rules were found; nothing will be done
        DIR/a.yml: warning: the file is not read; rename it to end in .yaml

        """)
  }

  @Test("links are followed, a loop of folders and a dead link are errors")
  func links() throws {
    try folder.write("real/a.yaml", ruleFile("a"))
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: "\(folder.path)/real/b.yaml", withDestinationPath: "../b.yaml")
    #expect(said(load("real")).hasPrefix("DIR/real/b.yaml: error: cannot read the file: no such file or directory\n"))
    try folder.write("b.yaml", ruleFile("b"))
    #expect(load("real").value?.rules.map(\.id) == ["a", "b"])
    try manager.createSymbolicLink(atPath: "\(folder.path)/real/loop", withDestinationPath: "../real")
    #expect(said(load("real")).contains("nested more than 16 deep"))
  }

  @Test("a pipe among the rules is refused and does not stall the load")
  func pipe() throws {
    #expect(mkfifo("\(folder.path)/p.yaml", 0o600) == 0)
    #expect(said(load("")) == "DIR/p.yaml: error: not a file; expected a YAML file\n")
  }

  @Test(
    "a file over 1 MiB, a file of brackets and a file of nonsense are errors",
    arguments: ["x", "[", "a: ", "- id: b\n"])
  func hostile(piece: String) throws {
    let count = piece == "x" ? (1 << 20) + 1 : piece == "[" ? 20_000 : (1 << 20) / piece.utf8.count
    try folder.write("a.yaml", String(repeating: piece, count: count))
    let loaded = load("")
    #expect(loaded.value == nil)
    #expect(loaded.diagnostics.hasErrors)
    #expect(loaded.diagnostics.count <= 101)
  }

  @Test("a large file of good rules loads without a remark: those that names tell apart need not be compared")
  func large() throws {
    let rules = (0..<9000).map { "- { id: r\($0), when: { step: s\($0) }, then: { complete: { result: x } } }\n" }
    try folder.write("a.yaml", "schema: 1\nrules:\n" + rules.joined())
    let loaded = load("")
    #expect(loaded.value?.rules.count == 9000)
    #expect(loaded.diagnostics.isEmpty)
  }
}
