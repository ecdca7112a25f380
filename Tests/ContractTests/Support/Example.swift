/// The examples of the manual, as they stand there.
enum Example {
  static let smallest = """
    schema: 1
    rules:
      - id: send-welcome
        stage: live
        when: { workflow: New Account Onboarding, step: Send Welcome Email, entity_type: CUENTA, escalated: false }
        then: { complete: { result: sent, captured_data: { email_address: contact@acme.com, template: Premium Welcome } } }

    """

  static let configuration = #"""
    schema: 1
    state: /var/lib/capataz              # journal, lock
    log: { level: info, format: auto, summary_every: 15m, names: true }   # auto = journald when connected to it, text on a terminal, else json
    tenants:
      acme:                              # name in logs and commands
        url: https://acme.geotareas.com  # https; http only to a loopback literal
        tenant: acme.geotareas.com       # header; default: the URL's host
        timezone: America/Guayaquil      # required: API times carry no zone
        credentials:
          email: robot@acme.example
          password: { credential: acme-password }  # systemd credential; or { file: … } (0400/0600), or { env: … }
          api_key:  { credential: acme-api-key }
        rules: [rules]                   # files or folders (with sub-folders), relative to this file; *.yaml in path order, *.test.yaml are rule tests
        poll: { every: 30s, statuses: [PENDING], overdue: true }   # every >= staleness
        limits:                          # documented defaults; the server's X-RateLimit-Limit may lower them
          list:     { requests: 30, per: 60s }
          detail:   { requests: 30, per: 60s }
          complete: { requests: 10, per: 60s }
          reassign: { requests: 10, per: 60s }
          login:    { requests: 2, per: 30s }
        staleness: 15s                   # the API's read cache
        late_apply: 60s                  # how long a lost request may still take effect
        http: { connect_timeout: 10s, timeout: 30s, ca_file: null, proxy: null, allow_private: false }

    """#

  static let fuller = #"""
    schema: 1
    defaults: { stage: shadow, calendar: office, limit: { per_cycle: 20, per_day: 200 }, cooldown: 4h, max_hops: 3 }
    calendars:
      office:
        timezone: America/Guayaquil
        open: { mon-fri: ["09:00-13:00", "14:00-18:00"] }
        closed: ["2026-12-25", "2027-01-01"]
        holidays_known_until: "2027-01-31"
    facts:
      small_amount: { captured: [ { step: Quote, field: total, as: decimal, at_most: "5000.00" } ] }
    pools:
      collections:
        pick: least_loaded
        members:
          - { user: "104233445566778899", note: Ana }
          - { user: "107711223344556677", note: Luis, weight: 2, away: ["2026-08-03..2026-08-14"] }
        if_nobody: { group: "310000000000000001" }
    rules:
      - id: approve-small-quote
        stage: canary
        canary: { share: 10% }
        when: { workflow: Quote, step: Approve, age: { at_least: 4bh }, all_of: [small_amount] }
        unless: { assigned_group: Audit }
        then:
          complete:
            result: approved
            captured_data:
              approved_total: { from: Quote.total, as: decimal }
              remark: { text: "Approved automatically for ${entity.label}" }
        limit: { per_day: 40, sum_per_day: { of: approved_total, at_most: "60000.00" } }
      - id: overdue-collections
        stage: live
        when:
          workflow: Collections
          any_of: [ { escalated: true }, { overdue_by: { at_least: 1bd } } ]
        run_within: office
        then: { reassign: { pool: collections, not_to: current_assignee, same_person_per: instance } }
        cooldown: 2bd

    """#

  static let ruleTest = #"""
    schema: 1
    rules: .                             # folder or files
    timezone: America/Guayaquil
    at: "2026-03-09T15:30"
    fixtures:
      quote: { task: { workflow: Quote, step: Approve, entity_type: CUENTA, created: "2026-03-09T09:00" }, captured: { Quote: { total: "4300.50" } } }
    tests:
      - name: small quote is approved, amount exact
        given: quote
        expect: { rule: approve-small-quote, complete: { result: approved, captured_data: { approved_total: "4300.50" } } }
      - name: one cent too much
        given: quote
        with: { captured.Quote.total: "5000.01" }
        expect: { no_action: { near_miss: approve-small-quote, failed: small_amount } }
      - name: unknown is not zero
        given: quote
        without: [captured.Quote.total]
        expect: { no_action: { near_miss: approve-small-quote, unknown: small_amount } }
      - name: the weekend does not count
        given: quote
        with: { task.created: "2026-03-06T17:00" }
        at: "2026-03-07T12:00"
        expect: { no_action: { matches_at: "2026-03-09T12:00" } }

    """#

}
