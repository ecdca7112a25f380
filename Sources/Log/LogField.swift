import GeoTareas

/// A field of a record, as capataz-log(7) explains it.
package struct LogField: Sendable {
  /// The name in JSON and text; in the systemd journal it is in capitals.
  ///
  /// `ENDPOINT` stands for the name of an endpoint.
  package var key: String
  package var meaning: String

  private init(_ key: String, _ meaning: String) {
    self.key = key
    self.meaning = meaning
  }

  /// All fields, in the order in which they are explained.
  package static let all: [LogField] = [
    .init("tenant", "The tenant, by its name in the configuration."),
    .init("task", "The id of the task."),
    .init("rule", "The id of the rule."),
    .init("owner", "Who answers for the rule, by its `owner`, where a person must act."),
    .init("title", "The rule's `title`, where a person must act."),
    .init("intent", "The name of the intent, as `capataz journal show` and `capataz resolve` take it."),
    .init("attempt", "Which attempt of the intent it is, from 1."),
    .init("action", "What is, or would be, done to the task, in words."),
    .init("status", "The status code of the server's answer."),
    .init("request_id", "The server's name for the request, where it gives one."),
    .init("duration_ms", "From the request to the answer or the time-out, in milliseconds."),
    .init("dry", "`true` in a dry run: nothing is sent."),
    .init("shadowed_by", "The rule that stands before and decides."),
    .init("instead_of", "Of a rule that only watches: the rule that stands behind it and decides."),
    .init("limit", "The limit of the rule that is reached, in words."),
    .init("hold", "The number of the hold, as `capataz release` takes it."),
    .init("by", "Who holds: a person's name, `stop_button`, or `capataz` itself; `a person` with `names: false`."),
    .init("why", "The reason, in words."),
    .init(
      "since", "When the hold was set, since when the endpoint is refused, or since when its answers are not as before."
    ),
    .init("until", "When the next request of the endpoint goes, or when the hold ends by itself."),
    .init("failures", "How many tries have failed in a row."),
    .init("retry_in_ms", "The time until the next try, in milliseconds."),
    .init("endpoint", "`list`, `detail`, `complete`, `reassign` or `login`."),
    .init("retry_after_ms", "How long the endpoint rests, in milliseconds."),
    .init("foreign", "`true` where requests of others explain a refusal, `false` where nothing does."),
    .init("changes", "How many things are not as before in the answers."),
    .init("rows", "How many rows of the list cannot be read."),
    .init("record", "What the journal does not take, in words."),
    .init("repeated", "How often a warning or an error came again, see `REPEATED RECORDS`."),
    .init("config", "The configuration file."),
    .init("tenants", "How many tenants are begun."),
    .init("ending", "How the run ended, in words."),
    .init("records", "How many records went to standard error instead."),
    .init("lost", "How many records are missing, as nobody took them."),
    .init("tasks", "Tasks in the last poll."),
    .init("rules_added", "Rules that the reload brought, in all tenants together."),
    .init("rules_removed", "Rules that are gone since the reload."),
    .init("rules_changed", "Rules that changed with the reload."),
    .init("tasks_differing", "Tasks of the last poll that are decided differently since the reload."),
    .init("tasks_unclear", "Tasks of the last poll of which only their details would tell."),
    .init("certificate_ends", "When the server's certificate ends."),
    .init("queue", "Effects that wait for their turn, now."),
    .init("in_doubt", "Effects whose outcome is not known, now."),
    .init("parked", "Intents that wait for a person, now."),
    .init("held", "Effects in the queue that are held, now."),
    .init("oldest_overdue", "The earliest due date that has passed, in the tenant's time."),
    .init("decision_act", "Decisions to act; like the next nine, since the last summary."),
    .init("decision_shadow", "Decisions of rules that are not live."),
    .init("decision_blocked", "Decisions that were held back."),
    .init("intent_done", "Effects that the server confirmed."),
    .init("intent_verified", "Effects whose outcome reads have proved."),
    .init("intent_refused", "Effects that the server refused."),
    .init("intent_superseded", "Effects that were not needed any more."),
    .init("intent_unknown", "Attempts whose outcome was not known at first."),
    .init("intent_parked", "Effects that were parked."),
    .init("intent_resolved", "Verdicts that people gave."),
    .init("polls", "Complete polls since the last summary."),
    .init("budget_ENDPOINT", "Requests of ours that count in the limit, a slash, and how many it allows at present."),
    .init("foreign_ENDPOINT", "How many requests of others are thought to count in it; absent for none."),
    .init("next_ENDPOINT_s", "Seconds to the next request; absent where that may go now, or depends on an answer."),
    .init("drain_ENDPOINT_s", "Seconds that the effects which wait for the limit will take; absent where none wait."),
    .init("audit_seq", "The number of the last line of the audit trail."),
    .init("audit_hash", "The hash of that line."),
  ]

  /// What a message says itself, so that lines for people do not repeat it as a field.
  private static let said: Set = [
    "tenant", "task", "rule", "owner", "title", "intent", "shadowed_by", "instead_of", "limit", "hold", "why", "rows",
    "record",
    "config", "tenants", "records", "lost", "oldest_overdue", "queue", "in_doubt", "parked", "held",
    "budget_complete", "budget_reassign", "endpoint", "tasks", "certificate_ends",
  ]

  /// What a message says in other words.
  private static let reworded: Set = [
    "action", "by", "dry", "ending", "foreign", "retry_in_ms", "retry_after_ms", "since", "until",
    "changes",
  ]

  /// What is not worth a word in a line for people: a count of nothing, and that an attempt is the first.
  private static func isUsual(_ key: String, _ value: String) -> Bool {
    key == "attempt" && value == "1"
      || value == "0" && ["decision_", "intent_", "rules_", "tasks_"].contains { key.hasPrefix($0) }
  }

  /// Whether a line for people does without a field beside `message`.
  package static func isNeedless(_ key: String, _ value: String, beside message: String) -> Bool {
    reworded.contains(key) || isUsual(key, value) || said.contains(key) && message.contains(value)
  }

  /// The place of each key in a record.
  static let places: [String: Int] = Dictionary(
    all.flatMap(\.keys).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

  /// The keys that this field covers.
  package var keys: [String] { Self.keys(key) }

  /// The keys that a key with `ENDPOINT` covers; otherwise the key itself.
  package static func keys(_ key: String) -> [String] {
    key.contains("ENDPOINT") ? Endpoint.allCases.map { key.replacing("ENDPOINT", with: $0.rawValue) } : [key]
  }
}
