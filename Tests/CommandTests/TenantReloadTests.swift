import Foundation
import Glibc
import Needs
import Testing

/// A reload tenant by tenant: a mistake costs the tenant whose it is, and no other.
@Suite("A reload with a mistake in it", .limit(minutes: 10)) struct TenantReloadTests {
  struct Answer: Decodable {
    struct Rules: Decodable { var added: [String] }

    struct Tenant: Decodable {
      var tenant: String
      var change: String
      var rules: Rules?
      var why: String?
      var mistakes: [String]?
      var since: Date?
    }

    var verdict: String
    var why: String?
    var tenants: [Tenant]

    init(_ child: ChildProcess) throws {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      self = try decoder.decode(Self.self, from: Data(child.output.text.utf8))
    }

    func changes(to change: String) -> [String] { tenants.filter { $0.change == change }.map(\.tenant).sorted() }
  }

  struct Status: Decodable {
    var tenant: String
    var files_refused_since: String?
    var files_mistakes: [String]
    var left_out: Bool
    var rules: String

    static func all(_ child: ChildProcess) throws -> [String: Status] {
      let list = try child.output.lines.map { try JSONDecoder().decode(Status.self, from: Data($0.utf8)) }
      return Dictionary(list.map { ($0.tenant, $0) }) { first, _ in first }
    }
  }

  /// Rules of one tenant that never write; `more` is a further one.
  static func rules(_ more: String = "") -> String { RuleTexts.idle + (more.isEmpty ? "\n" : "\n\(more)\n") }

  static let second = "  - { id: new, when: { step: No Such Step }, then: { complete: { result: sent } } }"

  /// A world with a daemon that has `acme` at the sandbox and others, each with files of its own, that nobody answers.
  static func with(
    _ others: [String], environment: [String: String] = [:], _ body: (World, ChildProcess) async throws -> Void
  ) async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      var setup = Setup(url: "http://127.0.0.1:1")
      for name in others {
        setup.rules = "[../rules-\(name)]"
        setup.password = "{ file: ../password-\(name) }"
        setup.apiKey = "{ file: ../api-key }"
        try world.write(rules(), to: "rules-\(name)/rules.yaml")
        try world.write("sandbox-password\n", to: "password-\(name)", mode: 0o600)
        try world.write("schema: 1\ntenants:\n" + setup.tenant(name) + "\n", to: "tenants.d/\(name).yaml")
      }
      let daemon = try world.daemon(environment: environment)
      try await daemon.record("daemon.ready")
      try await body(world, daemon)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
    }
  }

  @Test("of fifty tenants one has a mistake: forty-nine are taken over, and one goes on and says so once")
  func fifty() async throws {
    let names = (1...49).map { "t\($0)" }
    try await Self.with(names) { world, daemon in
      for name in names { try world.write(Self.rules(Self.second), to: "rules-\(name)/rules.yaml") }
      try world.write(Self.rules("  - { id: }\n  - { id: x, wen: 7 }"), to: "rules-t7/rules.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(1), "\(reload.errors.text)")
      let answer = try Answer(reload)
      #expect(answer.verdict == "partly")
      #expect(answer.changes(to: "refused") == ["t7"] && answer.changes(to: "kept").count == 49)
      #expect(answer.tenants.count { $0.rules?.added == ["new"] } == 48)
      let refused = try #require(answer.tenants.first { $0.tenant == "t7" })
      #expect(refused.mistakes?.first?.contains("rules-t7/rules.yaml:8:11: error: ") == true, "\(refused)")
      #expect(refused.why?.contains(", and ") == true && refused.why?.contains("capataz check") == true, "\(refused)")
      let taken = try await daemon.record("daemon.reload.ok")
      #expect(taken.message.hasPrefix("reloaded, but not t7: ") && taken.fields["rules_added"] == "48")
      let told = daemon.records(of: "daemon.reload.failed")
      #expect(told.map { $0.fields["tenant"] } == ["t7"] && told.map(\.level) == ["err"])
      let message = try #require(told.first?.message)
      #expect(message.hasPrefix("t7: ") && message.contains("rules-t7/rules.yaml:8:11: error: "), "\(message)")
      #expect(message.contains(" more; see all with: capataz check"), "\(message)")

      // Mended, it is taken over as well, and the others are not touched.
      try world.write(Self.rules(Self.second), to: "rules-t7/rules.yaml")
      let again = try world.start("reload")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
      #expect(again.output.text == "reloaded\n  t7: 1 rule added (new)\n")
    }
  }

  @Test("a refused tenant goes on acting by its old rules, beside one that is taken over")
  func actsOn() async throws {
    try await World.with(rules: RuleTexts.mixed) { world in
      try world.write(RuleTexts.idle, to: "idle/rules.yaml")
      var setup = Setup(url: world.sandbox.url)
      setup.rules = "[idle]"
      try world.write(Setup(url: world.sandbox.url).yaml + "\n" + setup.tenant("zeta") + "\n", to: "config.yaml")
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      let daemon = try world.daemon()
      try await daemon.record("intent.armed")
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      try world.write(Self.rules(Self.second), to: "idle/rules.yaml")
      daemon.kill(SIGHUP)
      let taken = try await daemon.record("daemon.reload.ok")
      #expect(taken.message.hasPrefix("reloaded, but not acme: zeta: 1 rule added (new)"), "\(taken.message)")
      #expect(await daemon.tasks(of: "intent.done", untilThereAre: wanted.count) == Set(wanted.map(\.task)))
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      try await world.expectExactly(wanted)
    }
  }

  @Test("a new tenant with a mistake is left out and told, and started once it is mended")
  func newcomer() async throws {
    try await Self.with(["eta"]) { world, daemon in
      let text = try String(contentsOfFile: world.folder + "/tenants.d/eta.yaml", encoding: .utf8)
      try world.write(
        text.replacing("  eta:", with: "  nova:").replacing("every: 1500ms", with: "every: soon"),
        to: "tenants.d/nova.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(1))
      let answer = try Answer(reload)
      #expect(answer.changes(to: "left_out") == ["nova"] && answer.changes(to: "kept") == ["acme", "eta"])
      let told = try await daemon.record("daemon.reload.failed")
      #expect(told.fields["tenant"] == "nova" && told.message.contains("left out"), "\(told.message)")
      let shown = try world.start("status", "--format", "json")
      #expect(await shown.exit() == .code(0))
      #expect(try Status.all(shown)["nova"]?.left_out == true)
      try world.write(text.replacing("  eta:", with: "  nova:"), to: "tenants.d/nova.yaml")
      let again = try world.start("reload", "--format", "json")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
      #expect(try Answer(again).changes(to: "added") == ["nova"])
    }
  }

  @Test("what concerns all is refused with all, by all who look at it")
  func common() async throws {
    try await Self.with(["eta"]) { world, daemon in
      try world.write(Self.rules(Self.second), to: "rules-eta/rules.yaml")
      try world.configure { $0.logLevel = "loud" }
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(1))
      let answer = try Answer(reload)
      #expect(answer.verdict == "refused" && answer.tenants.isEmpty && answer.why?.contains("config.yaml:3:") == true)
      #expect(reload.errors.text.contains("config.yaml:3:"), "\(reload.errors.text)")
      let told = try await daemon.record("daemon.reload.failed")
      #expect(told.fields["tenant"] == nil && told.message.contains("capataz check"), "\(told.message)")
      // Where not even the state directory can be read, the daemon cannot be asked without its name.
      try world.write("schema: [\n", to: "config.yaml")
      let blind = try world.start("reload")
      #expect(await blind.exit() == .code(1))
      #expect(blind.errors.text.contains("--state"), "\(blind.errors.text)")
      let named = try world.start("reload", "--state", world.folder + "/state")
      #expect(await named.exit() == .code(1))
      #expect(named.errors.text.contains("config.yaml:2:"), "\(named.errors.text)")
      #expect(named.errors.text.contains("capataz: reload refused, what was loaded stays in force"))
      try world.configure { _ in }
      let mended = try world.start("reload")
      #expect(await mended.exit() == .code(0), "\(mended.errors.text)")
      try await daemon.record("daemon.reload.ok")
      #expect(daemon.records(of: "daemon.reload.failed").count == 2)
    }
  }

  @Test("where nobody would be left, nobody is removed")
  func nobodyLeft() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      var setup = Setup(url: world.sandbox.url)
      setup.every = "soon"
      try world.write(setup.yaml.replacing("  acme:", with: "  acne:"), to: "config.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(1))
      #expect(try Answer(reload).verdict == "refused")
      // It goes on: what comes next is taken over.
      try world.configure { _ in }
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("all or nothing is to be had by asking for it")
  func allOrNothing() async throws {
    try await Self.with(["eta", "zeta"]) { world, daemon in
      try world.write(Self.rules(Self.second), to: "rules-eta/rules.yaml")
      chmod(world.folder + "/password-zeta", 0o640)
      let reload = try world.start("reload", "--all-or-nothing", "--format", "json")
      #expect(await reload.exit() == .code(1))
      let answer = try Answer(reload)
      #expect(answer.verdict == "refused" && answer.tenants.isEmpty)
      #expect(answer.why?.contains("zeta: secret file") == true, "\(answer)")
      #expect(answer.why?.contains("all or nothing was asked for") == true, "\(answer)")
      #expect(daemon.records(of: "daemon.reload.ok").isEmpty)
      // The wish ended with the command that had it.
      let plain = try world.start("reload", "--format", "json")
      #expect(await plain.exit() == .code(1))
      #expect(try Answer(plain).verdict == "partly")
      chmod(world.folder + "/password-zeta", 0o600)
      let whole = try world.start("reload", "--all-or-nothing", "--format", "json")
      #expect(await whole.exit() == .code(0), "\(whole.errors.text)")
      #expect(try Answer(whole).verdict == "reloaded")
    }
  }

  @Test("what was left out at the start is shown by status until it is taken over")
  func leftOutAtStart() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      var setup = Setup(url: world.sandbox.url)
      setup.rules = "[nowhere]"
      setup.password = "{ file: nowhere }"
      try world.write(Setup(url: world.sandbox.url).yaml + "\n" + setup.tenant("zeta") + "\n", to: "config.yaml")
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let shown = try world.start("status", "--format", "json")
      #expect(await shown.exit() == .code(0), "\(shown.errors.text)")
      let status = try Status.all(shown)
      #expect(
        status["zeta"]?.left_out == true && status["zeta"]?.files_mistakes.isEmpty == false, "\(shown.output.text)")
      #expect(status["acme"]?.left_out == false && status["acme"]?.rules == "as_on_disk")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }
}
