import Foundation
import Needs
import Testing

/// What is shipped together fits together.
@Suite(.limit(minutes: 10)) struct ShippedExamplesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL.path

  /// The tasks of the demo tenant depend on its seed; names and forms do not.
  @Test("check --live finds nothing wrong with the example rules and configurations at the sandbox", arguments: [1, 7])
  func live(seed: Int) async throws {
    try await World.with(sandbox: ["--seed", String(seed)]) { world in
      for name in try FileManager.default.contentsOfDirectory(atPath: Self.root + "/rules") {
        let text = try String(contentsOfFile: "\(Self.root)/rules/\(name)", encoding: .utf8)
        try world.write(text, to: "rules/\(name)")
      }
      try FileManager.default.removeItem(atPath: world.folder + "/rules/rules.yaml")
      let example = try String(contentsOfFile: Self.root + "/sandbox.example.yaml", encoding: .utf8)
      #expect(example.contains("url: http://127.0.0.1:8080\n"))
      try world.write(
        example.replacing("http://127.0.0.1:8080", with: world.sandbox.url), to: "config.yaml")
      let environment = ["SANDBOX_PASSWORD": "sandbox-password", "SANDBOX_API_KEY": "gtk_sandbox_0123456789"]
      let live = try world.start(["check", "--live", "--allow-volatile-state"], environment: environment)
      #expect(await live.exit() == .code(0))
      #expect(live.errors.text.isEmpty, "\(live.errors.text)")
      #expect(live.output.lines.first == "ok", "\(live.output.text)")
      #expect(live.output.text.contains("and the forms of 7 steps"), "\(live.output.text)")
      let tests = try world.start("test")
      #expect(await tests.exit() == .code(0), "\(tests.output.text)")
    }
  }

  @Test("every status that the example rules ask for is polled by the example configurations")
  func statuses() throws {
    let rules = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/rules").filter {
      !$0.hasSuffix(".test.yaml")
    }
    let texts = try rules.map { try String(contentsOfFile: "\(Self.root)/rules/\($0)", encoding: .utf8) }
    let asked = Set(texts.flatMap { $0.matches(of: /status: .*?(IN_PROGRESS|COMPLETED)/).map { String($0.output.1) } })
    #expect(asked == ["IN_PROGRESS"])
    for name in ["config.example.yaml", "sandbox.example.yaml"] {
      let text = try String(contentsOfFile: "\(Self.root)/\(name)", encoding: .utf8)
      #expect(text.contains("statuses: [PENDING, IN_PROGRESS]"), "\(name)")
    }
  }
}
