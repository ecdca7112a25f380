/// The keys of every map in the files: readers refuse all others, and the JSON Schema offers these.
enum Keys {
  // Rule files.
  static let ruleFile = ["schema", "defaults", "calendars", "facts", "pools", "rules"]
  static let safeguards = [
    "stage", "canary", "calendar", "limit", "cooldown", "max_hops", "after_human_touch", "run_within",
  ]
  static let rule = ["id", "title", "owner", "note", "when", "unless", "then"] + safeguards
  static let canary = ["share"]
  static let limit = ["per_cycle", "per_hour", "per_day", "share", "sum_per_day"]
  static let defaultLimit = limit.filter { $0 != "sum_per_day" }
  static let sumPerDay = ["of", "at_most"]
  static let afterHumanTouch = ["leave_alone"]

  // Shared definitions.
  static let calendar = ["timezone", "open", "closed", "holidays_known_until"]
  static let pool = ["pick", "members", "tie_break", "if_nobody"]
  static let member = ["user", "group", "note", "weight", "away", "max_open"]
  static let assignee = ["user", "group"]

  // Conditions.
  static let groups = ["all_of", "any_of", "none_of"]
  static let times = ["age", "overdue_by", "due_in"]
  static let details = ["captured", "previous_result", "form", "result_available"]
  static let texts = ["workflow", "step", "entity_type", "entity_id", "entity_label", "status"]
  static let assignees = ["assigned_user", "assigned_group"]
  static let flags = ["escalated", "overdue", "has_user", "has_group", "unassigned", "has_due_date"]
  static let conditions = texts + assignees + flags + times + details + groups
  static let textTest = ["like", "matches", "not"]
  static let assigneeTest = ["like", "matches", "not", "id"]
  static let bounds = ["at_least", "more_than", "at_most", "less_than"]
  static let comparisons = ["is", "one_of", "like", "matches"] + bounds + ["exists"]
  static let captured = ["step", "field", "as"] + comparisons
  static let form = ["field", "as"] + comparisons
  static let previousResult = ["step", "is", "one_of"]

  // Actions.
  static let actions = ["complete", "reassign"]
  static let complete = ["result", "captured_data", "comment"]
  static let reassign = ["user", "group", "pool", "comment", "not_to", "same_person_per"]
  static let values = ["value", "from", "text", "now"]
  static let value = values + ["as", "if_missing", "default"]
  static let from = ["step", "field"]

  // Rule tests.
  static let testFile = ["schema", "rules", "timezone", "at", "fixtures", "tests"]
  static let fixture = ["task", "captured", "previous_result", "form", "results"]
  static let task =
    ["id", "instance_id"] + texts + assignees + ["created", "due", "escalated", "overdue"]
  static let party = ["id", "name"]
  static let test = ["name", "given", "with", "without", "unreadable", "at", "expect"]
  static let expect = ["rule", "complete", "reassign", "no_action"]
  static let expectedComplete = complete + ["exact"]
  static let expectedReassign = ["user", "group", "pool", "comment"]
  static let noAction = ["near_miss", "failed", "unknown", "matches_at"]

  // Configuration.
  static let configuration = ["schema", "state", "log", "keep", "tenants"]
  static let tenantFile = ["schema", "tenants"]
  static let keep = ["decisions", "at_most"]
  static let log = ["level", "format", "summary_every", "names"]
  static let tenant = [
    "url", "tenant", "timezone", "credentials", "rules", "poll", "limits", "staleness", "late_apply", "http",
    "stop_button",
  ]
  static let stopButton = ["workflow", "step"]
  static let credentials = ["email", "password", "token", "api_key"]
  static let secret = ["credential", "file", "env"]
  static let poll = ["every", "statuses", "overdue"]
  static let limits = ["list", "detail", "complete", "reassign", "login", "reads", "writes"]
  static let requestLimit = ["requests", "per"]
  static let http = ["connect_timeout", "timeout", "ca_file", "proxy", "allow_private"]
}
