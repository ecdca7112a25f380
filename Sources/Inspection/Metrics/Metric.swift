/// What is measured, in the order in which it is told; the raw value is the family's name.
///
/// Labels name tenants and rules as the configuration does, and nothing else that is not ours: no customer, no person,
/// no task. Names are stable.
enum Metric: String, CaseIterable {
  case up = "capataz_up"
  case build = "capataz_build"
  case startTime = "capataz_start_time_seconds"
  case mode = "capataz_tenant_mode"
  case pollInterval = "capataz_tenant_poll_interval_seconds"
  case lastPoll = "capataz_tenant_last_poll_timestamp_seconds"
  case problems = "capataz_tenant_problems"
  case polls = "capataz_polls"
  case tasks = "capataz_tasks"
  case blocked = "capataz_tasks_blocked"
  case decisions = "capataz_decisions"
  case intents = "capataz_intents"
  case inDoubt = "capataz_intents_in_doubt"
  case parked = "capataz_intents_parked"
  case refused = "capataz_intents_refused"
  case delay = "capataz_effect_delay_seconds"
  case queue = "capataz_queue_tasks"
  case queueHeld = "capataz_queue_held_tasks"
  case queueCapped = "capataz_queue_capped_tasks"
  case queueOldest = "capataz_queue_oldest_eligible_timestamp_seconds"
  case requests = "capataz_requests"
  case rateLimited = "capataz_rate_limited"
  case budgetUsed = "capataz_budget_used_requests"
  case budgetForeign = "capataz_budget_foreign_requests"
  case budgetLimit = "capataz_budget_limit_requests"
  case holds = "capataz_holds"
  case holdOldest = "capataz_hold_oldest_timestamp_seconds"
  case rules = "capataz_rules"
  case rule = "capataz_rule"
  case rulesLoaded = "capataz_rules_loaded"
  case rulesStale = "capataz_rules_stale"
  case reloaded = "capataz_reload_last_successful"
  case journalState = "capataz_journal_state"
  case journalSize = "capataz_journal_size_bytes"
  case journalSequence = "capataz_journal_audit_sequence"
  case certificate = "capataz_certificate_expiry_timestamp_seconds"

  /// The family, without samples.
  var family: MetricFamily { MetricFamily(rawValue, kind, unit: unit, help: help) }

  private var kind: MetricFamily.Kind {
    switch self {
    case .polls, .decisions, .intents, .requests, .rateLimited: .counter
    case .build, .rule, .rulesLoaded: .info
    case .mode, .journalState: .stateset
    case .delay: .histogram
    default: .gauge
    }
  }

  private var unit: String? { ["seconds", "bytes"].first { rawValue.hasSuffix("_\($0)") } }

  private var help: String {
    switch self {
    case .up: "1 while a daemon runs on this state directory."
    case .build: "The version of the program that tells this."
    case .startTime: "When the daemon started."
    case .mode: "Whether effects are made (live), only decided (dry), or all held (paused)."
    case .pollInterval: "How often the tenant is to be polled."
    case .lastPoll: "When the last complete poll began."
    case .problems: "What is wrong: degraded heals by itself, person needs somebody to do something."
    case .polls: "Polls that ended: complete (ok) or given up (failed)."
    case .tasks: "Tasks that the last complete poll saw."
    case .blocked: "Open tasks that do not fit what a rule would do."
    case .decisions: "Decisions that were news; after a restart the open ones are news again."
    case .intents: "Effects that came to an outcome; one that is parked and then resolved counts in both."
    case .inDoubt: "Effects of which it is not proved yet whether they were made."
    case .parked: "Effects that wait for a person's verdict."
    case .refused: "Effects that the server refused, on tasks that are as they were."
    case .delay: "From a rule's first decision to act on a task until its effect is confirmed."
    case .queue: "Effects that wait, by the call that they need."
    case .queueHeld: "Effects that wait because somebody holds them."
    case .queueCapped: "Effects that wait because of a limit of their rule."
    case .queueOldest: "Since when the effect waits that has waited longest for nothing but its turn."
    case .requests: "Calls that ended, by the class of the answer's status, or why there was none."
    case .rateLimited: "Answers 429; foreign where others' requests explain it."
    case .budgetUsed: "Calls of our own that count in the limit now; endpoints that share a limit show the same."
    case .budgetForeign: "Calls of others that probably count in it."
    case .budgetLimit: "Calls that the limit allows in its window."
    case .holds: "Holds in force on the tenant, a rule of it, a task of it, or everything."
    case .holdOldest: "Since when the oldest of them is in force."
    case .rules: "Rules that the daemon has loaded, by stage."
    case .rule: "Rules in the files, with their stages."
    case .rulesLoaded: "The fingerprint of the rules that the daemon has loaded."
    case .rulesStale: "1 where the files differ from what is loaded, or have mistakes."
    case .reloaded: "1 unless the running daemon refused the last reload, or a part of it."
    case .journalState: "Whether the journal is there, whole and the newest: see A JOURNAL IN DOUBT in capataz(8)."
    case .journalSize: "The size of the journal and its write-ahead log."
    case .journalSequence: "The last line of the audit trail."
    case .certificate: "When the certificate expires that the server showed last."
    }
  }
}
