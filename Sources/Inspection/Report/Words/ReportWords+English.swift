import GeoTareas
import Journal
import Records

extension ReportWords {
  static let english = ReportWords(
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    title: "Activity report",
    tenant: "Tenant",
    tenants: "All tenants",
    period: { "\($0) to \($1)" },
    zone: { "times of \($0)" },
    tasksDone: { "\($1) \($0 == 1 ? "task" : "tasks") done" },
    nothingDone: "No task was done",
    personsNeeded: { "\($1) \($0 == 1 ? "matter waits" : "matters wait") for a person" },
    act: "Who must act",
    nobody: "Nobody has to do anything.",
    since: "since",
    owner: "owner",
    noOwner: "the rule names no owner",
    rule: "rule",
    task: "task",
    why: "why",
    toType: "to type",
    nextTry: "next try",
    demand: { kind, number in
      switch kind {
      case .notRunning: "No daemon is running: nothing is done."
      case .leftOut: "The tenant is left out: its files were refused."
      case .filesRefused: "The tenant's files were refused; what was loaded before stays in force."
      case .server: "The server keeps Capataz from working."
      case .parked:
        number.count == 1
          ? "Parked: nobody can prove whether it took effect. Look at the task, then decide."
          : "\(number.number) more are parked."
      case .refused:
        number.count == 1
          ? "Refused by the server; the task is as it was. Look at it, then decide."
          : "\(number.number) more were refused."
      case .ruleHeld: "Capataz holds the rule itself, because its effects go wrong."
      case .blocked:
        number.of("task does", "tasks do") + " not fit what the rule would do. Mend the rule or the task."
      }
    },
    meaning: { meaning in
      switch meaning {
      case .show: "all about it"
      case .done: "it took effect"
      case .notDone: "it did not, and may be tried again"
      case .drop: "nothing more is to be done"
      }
    },
    advice: { obstacle in
      switch obstacle {
      case .everything: "Check e-mail, password and API key."
      case .list: "Check the server, the network and the address."
      case .details: "Check the server: several tasks in a row could not be read."
      case .writes: "Find out what stands between Capataz and the server."
      case .endpoint: "Give the robot's user the permission."
      case .task: "Look at the task."
      case .other: "See the log."
      }
    },
    obstacle: { obstacle in
      switch obstacle {
      case .everything: "The server refuses the login"
      case .list: "The list of tasks cannot be read"
      case .details: "Single tasks cannot be read"
      case .writes: "All effects are stopped: an answer was about another task"
      case .endpoint(let endpoint): "The server does not let us \(endpoint.verb)"
      case .task(let id): "Calls about task \(id) fail"
      case .other(let what): what
      }
    },
    waits: "What waits",
    nothingWaits: "Nothing waits.",
    waiting: { kind, number in
      switch kind {
      case .turn: number.of("task waits", "tasks wait") + " for their turn"
      case .doubt:
        number.count == 1 ? "In doubt: being found out by reading the task" : "\(number.number) more are in doubt"
      case .hold: "Held by a person"
      case .capped: number.of("task is", "tasks are") + " kept back by a limit of the rule"
      case .server: "Goes on by itself"
      }
    },
    holdOnAll: "everything",
    by: "by",
    queue: { "Queue: \($0), of them \($1) held and \($2) kept back by a limit" },
    emptyQueue: "The queue is empty",
    neverPolled: "No daemon has finished reading the tasks yet.",
    asOf: { "as of \($0)" },
    dryRun: "Dry run: nothing is written to the server.",
    overTime: "Over time",
    per: { unit in
      switch unit {
      case .hour: "per hour"
      case .day: "per day"
      case .week: "per week"
      case .month: "per month"
      }
    },
    when: "Beginning",
    nothingHappened: "Nothing happened in this time.",
    emptyBars: "Parts without anything are left out.",
    most: { "at most \($0)" },
    asTable: "The numbers as a table",
    byRule: "By rule",
    kind: { kind in
      switch kind {
      case .done: "Done"
      case .refused: "Refused"
      case .superseded: "Not needed"
      case .shadow: "Watched"
      case .dry: "Dry run"
      case .blocked: "Blocked"
      case .capped: "Capped"
      case .skipped: "Left alone"
      }
    },
    counted: { kind, number in
      switch kind {
      case .done: "\(number.number) done"
      case .refused: "\(number.number) refused"
      case .superseded: "\(number.number) not needed"
      case .shadow: "\(number.number) watched"
      case .dry: "\(number.number) in a dry run"
      case .blocked: "\(number.number) blocked"
      case .capped: "\(number.number) capped"
      case .skipped: "\(number.number) left alone"
      }
    },
    meaningOf: { kind in
      switch kind {
      case .done: "The server confirmed the effect, or reading the task proved it."
      case .refused: "The server said no, and asking again would not help."
      case .superseded: "Somebody else was first, or the task changed or went."
      case .shadow: "A rule in shadow, or outside its canary share, would have acted; nothing was written."
      case .dry: "A dry run would have acted; nothing was written."
      case .blocked: "The task did not fit what the rule would do; nothing was written."
      case .capped: "A limit of the rule kept the task back, for a while at least."
      case .skipped: "The rule itself left the task alone: a value is missing, or nobody can take it."
      }
    },
    inDoubt: "In doubt",
    parked: "Parked",
    inDoubtMeans: "Now: it is not proved yet whether the effect is there; nothing is sent again meanwhile.",
    parkedMeans: "Now: only a person can tell whether the effect is there.",
    person: "For a person",
    course: "Course",
    otherRules: { "\($1) other \($0 == 1 ? "rule" : "rules")" },
    latency: "How long it took",
    latencyMeans: "From the first moment at which the rule could act on the task until it was done.",
    tasks: "Tasks",
    median: "Median",
    ninety: "90 %",
    ninetyNine: "99 %",
    slowest: "Slowest",
    allRules: "All rules",
    budget: "Requests to the server",
    call: "Call",
    used: "Used now",
    byOthers: "By others",
    lastHour: "Last hour",
    attempts: "In this time",
    waitingCalls: "Waiting",
    nextFree: "Next free",
    now: "now",
    onAnswer: "on an answer",
    endpoint: { endpoint in
      switch endpoint {
      case .list: "list"
      case .detail: "read a task"
      case .complete: "complete"
      case .reassign: "reassign"
      case .login: "log in"
      }
    },
    gauge: { "\($0) of \($1) used" },
    glossary: "What the words mean",
    made: { "Made by \($0) from its journal, \($1)." },
    trail: { "Audit trail: line \($0), hash \($1)." },
    decisionsSince: { "What was watched, blocked or left alone before \($0) is no longer in the journal." },
    scrollable: { "\($0), table" })
}
