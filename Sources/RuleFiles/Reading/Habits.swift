/// What people write who know the API, an older program or another language of rules, and what it is called here.
enum Habits {
  /// The key that was meant: of those that the other name may stand for, the first that the map has.
  static func key(meantBy other: String, among keys: KeyMap) -> String? {
    let name = other.lowercased().replacing("-", with: "_")
    // A name beside an id is a text there, without a key.
    if name == "name", keys.contains("matches") { return nil }
    return meanings[name]?.first { keys.contains($0) }
  }

  /// The word that was meant.
  static func word(meantBy other: String, among words: [String]) -> String? {
    words.isEmpty ? nil : Self.words[other.lowercased().replacing("-", with: "_")]?.first { words.contains($0) }
  }

  private static let meanings: [String: [String]] = [
    // Actions.
    "result_code": ["result"], "code": ["result"], "outcome": ["result"], "status_code": ["result"],
    "data": ["captured_data"], "fields": ["captured_data", "form"], "values": ["captured_data"],
    "captured_fields": ["captured_data"], "captured": ["captured_data"], "comments": ["comment"],
    "message": ["comment"], "reason": ["comment"], "finish": ["complete"], "close": ["complete"],
    "assign": ["reassign"], "assign_to": ["reassign", "assigned_user", "user"], "delegate": ["reassign"],
    "user_id": ["user"], "group_id": ["group"], "assignee_id": ["user"], "team": ["group"], "to": ["user", "until"],
    // Rules.
    "name": ["id", "entity_label", "note"], "rule_id": ["id"], "key": ["id"], "alias": ["id"],
    "description": ["title", "note"], "desc": ["title", "note"], "if": ["when"], "condition": ["when"],
    "conditions": ["when"], "where": ["when"], "match": ["when"], "matches": ["when"], "filter": ["when"],
    "filters": ["when"], "trigger": ["when"], "triggers": ["when"], "on": ["when"], "action": ["then"],
    "actions": ["then"], "do": ["then"], "effect": ["then"], "run": ["then"], "except": ["unless"],
    "exclude": ["unless"], "if_not": ["unless"], "enabled": ["stage"], "active": ["stage"], "mode": ["stage"],
    "rate_limit": ["limit"], "limits": ["limit"], "schedule": ["run_within"], "hours": ["run_within", "open"],
    "policies": ["rules"], "alerts": ["rules"], "automation": ["rules"], "automations": ["rules"],
    "daily": ["per_day"], "hourly": ["per_hour"], "percent": ["share"],
    "percentage": ["share"],
    // Conditions.
    "workflow_name": ["workflow"], "step_name": ["step"], "task_name": ["step"], "task_status": ["status"],
    "state": ["status"], "type": ["entity_type", "as"], "label": ["entity_label"], "entity": ["entity_label"],
    "entity_name": ["entity_label"], "customer": ["entity_label"], "assignee": ["assigned_user", "user"],
    "assigned_to": ["assigned_user", "user"], "assigned_to_user": ["assigned_user", "user"],
    "assigned_to_group": ["assigned_group", "group"], "user": ["assigned_user"], "group": ["assigned_group"],
    "is_escalated": ["escalated"], "is_overdue": ["overdue"], "older_than": ["age"], "not": ["none_of"],
    "none": ["none_of"], "and": ["all_of"], "all": ["all_of"], "or": ["any_of"], "any": ["any_of"],
    "available_results": ["result_available"],
    // Comparisons.
    "equals": ["is"], "eq": ["is"], "equal": ["is"], "in": ["one_of"], "any_of": ["one_of"], "regex": ["matches"],
    "regexp": ["matches"], "pattern": ["matches", "like"], "glob": ["like"], "contains": ["like", "matches"],
    "min": ["at_least"], "minimum": ["at_least"], "gte": ["at_least"], "ge": ["at_least"], "max": ["at_most"],
    "maximum": ["at_most"], "lte": ["at_most"], "le": ["at_most"], "gt": ["more_than"], "above": ["more_than"],
    "over": ["more_than"], "lt": ["less_than"], "below": ["less_than"], "under": ["less_than"],
    "format": ["as"],
    // Configurations.
    "host": ["url"], "address": ["url"], "base_url": ["url"], "server": ["url"], "endpoint": ["url"],
    "time_zone": ["timezone"], "tz": ["timezone"], "zone": ["timezone"], "auth": ["credentials"],
    "login": ["credentials", "email"], "username": ["email"], "apikey": ["api_key"], "interval": ["every"],
    "frequency": ["every"], "period": ["every", "per"], "window": ["per"], "rule_files": ["rules"],
    "state_dir": ["state"], "data_dir": ["state"], "logging": ["log"], "tenant_id": ["tenant"],
    // Rule tests.
    "expected": ["expect"], "expectation": ["expect"], "now": ["at"], "date": ["at"], "input": ["given"],
    "cases": ["tests"], "scenarios": ["tests"],
  ]

  private static let words: [String: [String]] = [
    "warn": ["warning"], "err": ["error"], "fatal": ["error"], "critical": ["error"], "trace": ["debug"],
    "verbose": ["debug"], "information": ["info"], "journal": ["journald"], "systemd": ["journald"],
    "plain": ["text"], "console": ["text"], "string": ["text"], "str": ["text"], "bool": ["boolean"],
    "int": ["number"], "integer": ["number"], "float": ["number"], "money": ["decimal"], "amount": ["decimal"],
    "currency": ["decimal"], "timestamp": ["date"], "enabled": ["live"], "active": ["live"], "production": ["live"],
    "prod": ["live"], "dry_run": ["shadow"], "dryrun": ["shadow"], "observe": ["shadow"], "disabled": ["shadow"],
    "inactive": ["shadow"], "draft": ["shadow"], "least_busy": ["least_loaded"], "least_open": ["least_loaded"],
    "rotate": ["round_robin"], "rotation": ["round_robin"],
  ]
}
