import Foundation
import Needs
import Testing

/// Rules compared with a tenant.
@Suite(.limit(minutes: 10)) struct CheckLiveTests {
  private static let rules = """
    schema: 1
    facts:
      account: { entity_type: CUENTAS }
    rules:
      - id: send-welcome
        stage: live
        limit: { per_day: 10 }
        when: { workflow: New Account Onboarding, step: Send Welcome Emial, all_of: [account] }
        unless: { assigned_user: { id: "999999999999999999" } }
        then: { reassign: { user: "999999999999999999" } }
      - id: send-quote
        stage: live
        limit: { per_day: 10 }
        when: { workflow: Quote, step: [Send], all_of: [account] }
        then:
          complete:
            result: snet
            captured_data: { emial_address: contact@acme.com }

    """

  @Test(
    "each mistake is one remark with place, line, caret and the nearest name, and nothing says 'ok' beside an error")
  func mistakes() async throws {
    try await World.with(rules: Self.rules) { world in
      let live = try world.start("check", "--live", "--allow-volatile-state")
      #expect(await live.exit() == .code(1))
      let told = live.errors.text.replacing(world.folder + "/", with: "").replacing(/task [0-9]+/, with: "task N")
      #expect(
        told == """
          rules/rules.yaml:3:27: warning: rules 'send-welcome', 'send-quote': entity type 'CUENTAS' was never seen on a task; did you mean 'CUENTA'?
            account: { entity_type: CUENTAS }
                                    ^
          rules/rules.yaml:8:53: warning: rule 'send-welcome': step 'Send Welcome Emial' was never seen on a task; did you mean 'Send Welcome Email'?
              when: { workflow: New Account Onboarding, step: Send Welcome Emial, all_of: [account] }
                                                              ^
          rules/rules.yaml:9:36: warning: rule 'send-welcome': user id '999999999999999999' was never seen on a task
              unless: { assigned_user: { id: "999999999999999999" } }
                                             ^
          rules/rules.yaml:17:17: error: rule 'send-quote': step 'Send' of 'Quote' (task N) has no result 'snet', only 'sent', 'withdrawn'; did you mean 'sent'?
                  result: snet
                          ^
          rules/rules.yaml:18:26: error: rule 'send-quote': the form of step 'Send' of 'Quote' (task N) has no field 'emial_address'; did you mean 'email_address'?
                  captured_data: { emial_address: contact@acme.com }
                                   ^

          """)
      #expect(
        live.output.text
          == "tenant 'acme': compared with 29 tasks of 15 steps in 6 workflows and the forms of 1 step\n")
      let json = try world.start("check", "--live", "--format", "json", "--allow-volatile-state")
      #expect(await json.exit() == .code(1))
      #expect(json.errors.text.isEmpty, "\(json.errors.text)")
      let last = json.output.lines.dropLast().last?.replacing(world.folder + "/", with: "").replacing(
        /task [0-9]+/, with: "task N")
      #expect(
        last
          == #"{"file":"rules/rules.yaml","line":18,"column":26,"severity":"error","message":"rule 'send-quote': the form of "#
          + #"step 'Send' of 'Quote' (task N) has no field 'emial_address'; did you mean 'email_address'?","#
          + #""source":"        captured_data: { emial_address: contact@acme.com }","fix":"did you mean 'email_address'?","#
          + #""witness":null,"notes":[]}"#)
      #expect(json.output.lines.count == 6)
      #expect(
        json.output.lines.last?.contains(#""compared":["tenant 'acme': compared with 29 tasks"#) == true,
        "\(json.output.text)")
    }
  }

  @Test(
    "what fits is 'ok', said after everything was compared, with what it was compared with; mistakes in files come first"
  )
  func fits() async throws {
    try await World.with(rules: RuleTexts.mixed) { world in
      let live = try world.start("check", "--live", "--allow-volatile-state")
      #expect(await live.exit() == .code(0), "\(live.errors.text)")
      let lines = live.output.lines
      #expect(
        lines.first?.hasPrefix("ok, with ") == true && lines.last?.hasPrefix("tenant 'acme': compared with ") == true)
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      let wrong = try world.start("check", "--live", "--allow-volatile-state")
      #expect(await wrong.exit() == .code(1))
      #expect(
        wrong.output.text.isEmpty && wrong.errors.text.contains("rules.yaml:2:8: error: "), "\(wrong.errors.text)")
      await world.sandbox.stop()
      try world.write(RuleTexts.mixed, to: "rules/rules.yaml")
      let alone = try world.start("check", "--live", "--allow-volatile-state")
      #expect(await alone.exit() == .code(1))
      #expect(alone.output.text.isEmpty && alone.errors.text.contains("could not be read from"), "\(alone.errors.text)")
    }
  }
}
