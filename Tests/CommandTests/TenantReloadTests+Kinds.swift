import Foundation
import Glibc
import Testing

/// The kinds of mistakes that a tenant can have of its own.
extension TenantReloadTests {
  enum Mistake: String, CaseIterable {
    case rules, rulesGone, section, file, secret, authorities, tornFile, unsafe

    func make(in world: World) throws {
      switch self {
      case .rules: try world.write("schema: 1\nrules: 7\n", to: "rules-zeta/rules.yaml")
      case .rulesGone: try FileManager.default.removeItem(atPath: world.folder + "/rules-zeta")
      case .section: try edit(world) { $0.replacing("1500ms }", with: "1500 }") }
      case .file: try edit(world) { "colour: red\n" + $0 }
      case .secret: try world.write("sandbox-password\n", to: "password-zeta", mode: 0o644)
      case .authorities: try edit(world) { $0.replacing("ca_file: null", with: "ca_file: nowhere.pem") }
      case .tornFile: try edit(world) { $0 + "  {\n" }
      case .unsafe: chmod(world.folder + "/rules-zeta/rules.yaml", 0o666)
      }
    }

    private func edit(_ world: World, _ change: (String) -> String) throws {
      let text = try String(contentsOfFile: world.folder + "/tenants.d/zeta.yaml", encoding: .utf8)
      try world.write(change(text), to: "tenants.d/zeta.yaml")
    }

    /// Where the first mistake is told to be.
    var place: String {
      switch self {
      case .rules: "rules-zeta/rules.yaml:2:8: error: "
      case .rulesGone, .section, .authorities: "tenants.d/zeta.yaml:"
      case .file: "tenants.d/zeta.yaml:1:1: error: "
      case .tornFile: "tenants.d/zeta.yaml:"
      case .secret: "chmod 0400 "
      case .unsafe: "chmod go-w "
      }
    }
  }

  @Test(
    "whatever the mistake of a tenant is, it goes on with what it had, the others are taken over, and status shows it",
    arguments: Mistake.allCases)
  func kinds(_ mistake: Mistake) async throws {
    try await Self.with(["eta", "zeta"]) { world, daemon in
      try await daemon.record("tenant.ok")
      try mistake.make(in: world)
      try world.write(Self.rules(Self.second), to: "rules-eta/rules.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(1), "\(reload.errors.text)")
      let answer = try Answer(reload)
      #expect(answer.verdict == "partly" && answer.changes(to: "refused") == ["zeta"], "\(answer)")
      #expect(answer.tenants.first { $0.tenant == "eta" }?.rules?.added == ["new"])
      let refused = try #require(answer.tenants.first { $0.tenant == "zeta" })
      #expect(refused.mistakes?.first?.contains(mistake.place) == true, "\(refused)")
      #expect(reload.errors.text.contains("capataz: zeta refused"), "\(reload.errors.text)")

      let shown = try world.start("status", "--format", "json")
      #expect(await shown.exit() == .code(0), "\(shown.errors.text)")
      let status = try Status.all(shown)
      #expect(Set(status.keys) == ["acme", "eta", "zeta"])
      #expect(status["zeta"]?.files_mistakes == refused.mistakes && status["zeta"]?.left_out == false)
      #expect(status["zeta"]?.files_refused_since == refused.since?.formatted(.iso8601))
      #expect(status["eta"]?.files_mistakes == [] && status["eta"]?.files_refused_since == nil)
      let text = try world.start("status", "--tenant", "zeta")
      #expect(await text.exit() == .code(0))
      #expect(text.output.text.contains(mistake.place) && text.output.text.contains("refused since "))

      // The same again: since then, not since now.
      daemon.kill(SIGHUP)
      let again = try world.start("reload", "--format", "json")
      #expect(await again.exit() == .code(1))
      #expect(try Answer(again).tenants.first { $0.tenant == "zeta" }?.since == refused.since)
      #expect(daemon.records(of: "daemon.reload.failed").allSatisfy { $0.fields["tenant"] == "zeta" })
    }
  }
}
