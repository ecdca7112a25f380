import Foundation
import Glibc
import RuleFiles
import Rules
import Testing
import YAML

/// Files that others could change, made for real.
@Suite("A file that others could change") struct FileSafetyTests {
  private let folder: TemporaryFolder
  private var config: String { folder.path + "/config.yaml" }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "config.yaml",
      """
      schema: 1
      tenants:
        acme:
          url: https://acme.geotareas.com
          timezone: America/Guayaquil
          credentials: { token: { env: TOKEN }, api_key: { env: KEY } }
          rules: [rules]
      """)
    try folder.write("rules/more/b.yaml", ruleFile("b"))
    try folder.write("rules/a.yaml", ruleFile("a"))
    for name in ["", "/rules", "/rules/more"] { chmod(folder.path + name, 0o755) }
    for name in ["/config.yaml", "/rules/a.yaml", "/rules/more/b.yaml"] { chmod(folder.path + name, 0o644) }
  }

  private func mistakes(_ loaded: Loaded<LoadedConfiguration>) -> [String] {
    loaded.diagnostics.filter { $0.severity == .error }.map(\.message)
  }

  private func run() -> Loaded<LoadedConfiguration> { ConfigurationLoader(isRunHere: true).load(config) }

  @Test(
    "is refused where it is run, with its mode and what mends it; mended, it is taken",
    arguments: [
      ("/config.yaml", 0o664), ("/config.yaml", 0o646), ("/rules/a.yaml", 0o620), ("/rules/more/b.yaml", 0o666),
      ("/rules", 0o775), ("/rules/more", 0o757), ("", 0o777),
    ] as [(String, mode_t)])
  func writable(_ name: String, _ mode: mode_t) throws {
    #expect(mistakes(run()) == [])
    let path = folder.path + name
    chmod(path, mode)
    let loaded = run()
    #expect(loaded.value == nil)
    let diagnostic = try #require(loaded.diagnostics.first { $0.severity == .error })
    #expect(diagnostic.mark.file == path)
    #expect(diagnostic.message.contains("(mode 0\(String(mode, radix: 8)))"), "\(diagnostic.message)")
    #expect(diagnostic.message.hasSuffix("run: chmod go-w \(path)"), "\(diagnostic.message)")
    #expect(mistakes(loaded).count == 1, "told once")
    let mended = try #require(diagnostic.message.split(separator: "run: ").last)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", String(mended)]
    try shell.run()
    shell.waitUntilExit()
    #expect(run().value != nil)
  }

  @Test("is refused by a link to it as well, by the folder of what the link leads to")
  func link() throws {
    try folder.write("elsewhere/there/c.yaml", ruleFile("c"))
    for name in ["/elsewhere", "/elsewhere/there"] { chmod(folder.path + name, 0o755) }
    chmod(folder.path + "/elsewhere/there/c.yaml", 0o644)
    symlink("../elsewhere/there/c.yaml", folder.path + "/rules/c.yaml")
    #expect(run().value?.rules["acme"]?.rules.count == 3)
    chmod(folder.path + "/elsewhere", 0o775)
    let loaded = run()
    #expect(loaded.value == nil)
    #expect(loaded.diagnostics.contains { $0.mark.file.hasSuffix("/elsewhere") })
  }

  @Test("may lie in a folder where everybody may write, but each may change only what is his own")
  func sticky() {
    chmod(folder.path, 0o1777)
    #expect(run().value != nil)
  }

  @Test("that belongs to another user is refused")
  func foreign() throws {
    // Only root can give files away; for anybody else the one who runs is taken for another.
    let isRoot = geteuid() == 0
    let loader = ConfigurationLoader(isRunHere: true, user: isRoot ? nil : geteuid() + 1)
    let owner = isRoot ? 54_321 : geteuid()
    for name in isRoot ? ["/rules/a.yaml", "/rules", "/config.yaml"] : ["/config.yaml"] {
      let path = folder.path + name
      if isRoot { chown(path, owner, 0) }
      let loaded = loader.load(config)
      #expect(loaded.value == nil)
      let said = try #require(mistakes(loaded).first { $0.hasSuffix("run: chown root \(path)") })
      #expect(said.contains("belongs to user \(owner)"), "\(said)")
      if isRoot { chown(path, 0, 0) }
      #expect(run().value != nil)
    }
  }

  @Test("is a warning for a check, and none of the business of commands that only look")
  func elsewhere() {
    chmod(folder.path + "/rules/a.yaml", 0o664)
    let check = ConfigurationLoader(tellsUnsafeFiles: true).load(config)
    #expect(check.value != nil)
    #expect(check.diagnostics.filter { $0.message.contains("chmod go-w") }.map(\.severity) == [.warning])
    #expect(!ConfigurationLoader().load(config).diagnostics.contains { $0.message.contains("chmod") })
  }

  @Test("is a file of authorities, too")
  func authorities() throws {
    try folder.write("ca.pem", "-----BEGIN CERTIFICATE-----\n")
    let text = try String(contentsOfFile: config, encoding: .utf8)
    try folder.write("config.yaml", text + "\n    http: { ca_file: ca.pem }\n")
    chmod(folder.path + "/ca.pem", 0o664)
    #expect(mistakes(run()).contains { $0.hasSuffix("run: chmod go-w \(folder.path)/ca.pem") }, "\(mistakes(run()))")
    chmod(folder.path + "/ca.pem", 0o644)
    #expect(run().value != nil)
  }

  @Test("has a path that a shell takes as one word")
  func quoting() throws {
    try folder.write("rules/it's $HOME.yaml", ruleFile("c"))
    let path = folder.path + "/rules/it's $HOME.yaml"
    chmod(path, 0o666)
    let said = try #require(mistakes(run()).first)
    #expect(said.hasSuffix("run: chmod go-w '\(folder.path)/rules/it'\\''s $HOME.yaml'"), "\(said)")
  }
}
