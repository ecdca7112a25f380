/// Rules for worlds.
///
/// Their effects lead to steps that no rule of the same text wants, so what is to be done can be told beforehand.
enum RuleTexts {
  /// The task of the vendor's example page, which every demo tenant has.
  static let example = "674839201748392018"
  static let maria = "182736450918273645"
  static let sales = "293847102938471029"
  static let backOffice = "293847102938471031"

  /// Completes one task.
  static let welcome = """
    schema: 1
    rules:
      - id: send-welcome
        stage: live
        when: { step: Send Welcome Email, entity_id: "738291047382910473" }
        then: { complete: { result: sent, captured_data: { email_address: contact@acme.com, template: Premium Welcome } } }
    """

  /// Completes the same task by what an earlier step captured, but for a limit that leaves no room.
  static let verified = """
    schema: 1
    rules:
      - id: send-verified
        stage: live
        limit: { sum_per_day: { of: weight, at_most: "10" } }
        when:
          step: Send Welcome Email
          entity_id: "738291047382910473"
          captured: [{ step: Verify Contact Information, field: phone_confirmed, as: boolean, is: true }]
        then: { complete: { result: sent, captured_data: { weight: "11" } } }
    """

  /// Hands over the same task.
  static let handOver = """
    schema: 1
    rules:
      - id: hand-over
        stage: live
        when: { step: Send Welcome Email, entity_id: "738291047382910473" }
        unless: { assigned_user: { id: "\(maria)" } }
        then: { reassign: { user: "\(maria)" } }
    """

  /// Wants nothing of a demo tenant.
  static let idle = """
    schema: 1
    rules:
      - id: nothing
        stage: live
        limit: { per_day: 10 }
        when: { step: No Such Step }
        then: { complete: { result: sent } }
    """

  /// Completions and reassignments all over the tenant, and one rule in shadow.
  static let mixed = """
    schema: 1
    rules:
      - { id: review, stage: live, when: { step: Review Welcome Package }, then: { complete: { result: done } } }
      - id: send
        stage: live
        when: { workflow: Quote, step: Send }
        then: { complete: { result: sent, captured_data: { email_address: quotes@acme.com } } }
      - { id: close, stage: live, when: { step: Close }, then: { complete: { result: closed } } }
      - { id: sign, stage: live, when: { step: Sign Off }, then: { complete: { result: ok } } }
      - id: leave-to-maria
        stage: live
        when: { workflow: Staff Leave, step: Approve Leave }
        unless: { assigned_user: { id: "\(maria)" } }
        then: { reassign: { user: "\(maria)", comment: Please decide. } }
      - id: counts-to-back-office
        stage: live
        when: { step: Count, unassigned: true }
        then: { reassign: { group: "\(backOffice)" } }
      - { id: only-watched, when: { step: Escalate }, then: { complete: { result: retry } } }
    """
}
