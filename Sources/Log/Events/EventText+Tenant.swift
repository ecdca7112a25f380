import Records

/// A tenant: whether it can be read, and what it allows.
extension EventText {
  static let tenantOK = EventText(
    id: "dc0bd929c7564642a6269f7eb7359186", subject: "Tenant @TENANT@ is read", levels: [.notice], fields: ["tenant"],
    sometimes: ["tasks", "endpoint"],
    meaning: """
      The first complete poll since the start has ended, or the server accepts our credentials again after it had \
      refused them, or lets us complete or reassign again (`endpoint`) after it had forbidden that.
      """,
    advice: "Nothing.")

  static let tenantPaused = EventText(
    id: "6adcf2b4d977410e848da174e883dccc", subject: "Tenant @TENANT@ is paused", levels: [.warning, .err],
    fields: ["tenant"], sometimes: ["failures", "retry_in_ms"],
    meaning: """
      What answers is not what should: a proxy or a page instead of the API, an address that is not allowed, a network \
      that cannot be used. Or there is a mistake in the tenant's settings, rules or file: then it was left out at the \
      start, and the others run. As a warning, writes wait until tasks can be read as usual; as an error, nothing goes on \
      before a person has looked, except for a try once a minute.
      """,
    advice: """
      Nothing about the warning, unless it comes often. Otherwise find out what stands between the daemon and the \
      server (`url`, `proxy`, `ca_file`, name resolution), or see all mistakes with `capataz check`; mend it, and reload.
      """)

  static let tenantAuthFailed = EventText(
    id: "a5ee050c062444c5928a19c44226aa35", subject: "Tenant @TENANT@ refuses our credentials",
    levels: [.warning, .err], fields: ["tenant", "retry_in_ms"],
    meaning: """
      The login was refused, or calls were, also after one new login. Nothing of this tenant is read or written; other \
      tenants go on. Where calls are refused it is tried again after 30 s, 1, 2, 4 and so on up to 15 minutes, as a warning at first, \
      because it may be for a moment only; where the login is refused every quarter of an hour, because accounts get \
      locked.
      """,
    advice: """
      Check e-mail, password and API key: whether they were changed, have expired, or belong to another company. Put \
      the right ones in place and reload.
      """)

  static let tenantForbidden = EventText(
    id: "9d695a028f87431ea9afd6b0fb2bf68f", subject: "Tenant @TENANT@ forbids us to call @ENDPOINT@", levels: [.err],
    fields: ["tenant", "endpoint"], sometimes: ["failures", "retry_in_ms"],
    meaning: """
      The robot's user lacks a permission: it may not list tasks, and nothing goes on; or it may not complete or reassign \
      them, which several tasks in a row, or all there are, were answered. Effects that were refused like this are not \
      lost: they wait. Reading goes on, and so do writes of the other kind. One task is tried \
      every three minutes, and `tenant.ok` tells when it is let through.
      """,
    advice: """
      Give the robot's user the permission that the message names. It is noticed within three minutes, or at once after \
      a reload.
      """)

  static let tenantSummary = EventText(
    id: "8430fe5984e94d68845c864051526b20", subject: "How tenant @TENANT@ stands", levels: [.info],
    fields: [
      "tenant", "polls", "tasks", "decision_act", "decision_shadow", "decision_blocked", "intent_done",
      "intent_verified", "intent_refused", "intent_superseded", "intent_unknown", "intent_parked", "intent_resolved",
      "queue", "in_doubt", "parked", "held", "budget_ENDPOINT",
    ],
    sometimes: [
      "oldest_overdue", "foreign_ENDPOINT", "next_ENDPOINT_s", "drain_ENDPOINT_s", "audit_seq", "audit_hash",
    ],
    meaning: """
      Every `summary_every`: what happened since the last summary, how long the queue is, how much of each limit is in \
      use, and the end of the audit trail. Send it to another machine, and it shows whether the trail was cut off later.
      """,
    advice: "Nothing. `parked` above zero waits for a person; a `queue` that only grows needs more of the limits.")

  static let pollFailed = EventText(
    id: "6832f8e0990345fe9c668569da1adf73", subject: "The tasks of tenant @TENANT@ cannot be read",
    levels: [.info, .warning, .err], fields: ["tenant"], sometimes: ["failures", "retry_in_ms"],
    meaning: """
      The list of tasks, or several single tasks in a row, cannot be read: the server is down, unreachable, slow, or \
      answers with an error. It is told at the beginning, when the reason changes, and every ten minutes. Nothing is \
      begun on tasks that cannot be read; what was read before is acted on where no rule asks for more. It is tried \
      again, at least once a minute. At level `err` a run with `--once` \
      has given up, or left tasks undone; at level `info` a command that only looks goes on trying.
      """,
    advice: """
      Nothing for some minutes: it heals by itself and ends with `poll.recovered`. If it lasts, check the server, the \
      network and `url`.
      """)

  static let pollRecovered = EventText(
    id: "ca9dc46eaa244932ba3d24e3723e7748", subject: "The tasks of tenant @TENANT@ can be read again",
    levels: [.notice], fields: ["tenant"], sometimes: ["failures"],
    meaning: "What `poll.failed` told is over. What was missed meanwhile is decided about now.",
    advice: "Nothing.")

  static let pollRowUnreadable = EventText(
    id: "e6fec5b542cb4fa8bdb2bea3e624b39d", subject: "Rows of tenant @TENANT@ cannot be read: @ROWS@",
    levels: [.warning], fields: ["tenant", "rows"], sometimes: ["task"],
    meaning: """
      The server sent rows of which something cannot be read that a task cannot do without: its id, instance id, status \
      or assignee is missing, stands there twice, is no text that could be read, or is something else than it should be. \
      Or the server fails to give each page that holds the row. \
      These tasks are left alone, and all others go on. A row is told once, by its task or else by its place in the \
      list, and again when something else of it cannot be read. `rows` counts all of them.
      """,
    advice: """
      Look at the task in the tenant: mostly a text in it was cut in the middle of a character, or is far too long. \
      `status` shows how many rows there are; once they are mended nothing is left to be done here.
      """)

  static let pollPartial = EventText(
    id: "33a45644eaa245b1af7e60b6e3fb8bb0", subject: "Tenant @TENANT@ has more tasks than one poll holds",
    levels: [.warning], fields: ["tenant", "tasks"],
    meaning: """
      A list is longer than the 100 pages that one poll reads of it, or its tasks take more memory than a poll may have. \
      The next poll goes on where this one ended, and behind the end of the list polls begin anew: every task is seen, but \
      only once in several polls. `tasks` were seen by this one. Commands that look show the tasks of one poll. Told once, \
      until one poll holds all again.
      """,
    advice: """
      Poll fewer statuses (`poll: { statuses }`), and let rules name the statuses and entity types they are about: then \
      only those are asked for. Find out why so many tasks are open.
      """)

  static let apiChanged = EventText(
    id: "51f333e795894c9faef1ca44b0e53d9d", subject: "Answers of tenant @TENANT@ are not as before: @ENDPOINT@",
    levels: [.warning], fields: ["tenant", "endpoint", "changes", "since"],
    meaning: """
      Good answers of the API consist of something else than before: a key that none had, a value of a kind that it never \
      had, or a word that is not in a documented set (status, kind of field, kind of entity). Or a key is missing from \
      every answer that was looked at for more than a day. One answer of each endpoint in an hour is compared with what \
      the journal keeps: keys, kinds and such words, never what customers or people wrote. What the vendor's pages \
      describe is no news. Each change is told once, with where it is and since when (`since`). Nothing is decided by it: \
      the work goes on, and what rules cannot read of a task is unknown to them.
      """,
    advice: """
      For a new key, nothing. For a key that is gone, or a value of another kind or word, look whether rules use it: \
      `capataz check --live` compares them, `capataz why TASK` shows what is unknown now. Ask the vendor what \
      has changed, and report it, so that capataz can follow.
      """)

  static let rateLimited = EventText(
    id: "dd4c6d3495eb444cbd94a655fce5ea20", subject: "A limit of tenant @TENANT@ was exceeded: @ENDPOINT@",
    levels: [.warning], fields: ["tenant", "endpoint", "retry_after_ms"], sometimes: ["foreign", "since", "until"],
    meaning: """
      The server answered 429, or another error with a time to come back, or the journal counts more requests than the \
      daemon remembered. The endpoint rests for as long as the server says, up to five windows of its limit; where it \
      says more, or nothing, one request in each window finds out when it is over. Nothing is lost, and nothing is sent \
      twice because of it. `foreign` tells whether requests of others explain it. What lasts more than a minute is told \
      with `since` and `until`, again every ten minutes, and in the status; it ends with `rate.recovered`.
      """,
    advice: """
      Where `foreign` is `true`, give the daemon a user of its own. Where it is `false` and comes often, the real limit \
      is lower than the one in `limits`, or shared by more endpoints. Where it lasts, ask whoever runs the server; a \
      reload tries at once.
      """)

  static let rateRecovered = EventText(
    id: "ab47b41789b2473e89c7880c6479e71a", subject: "Tenant @TENANT@ is answered again: @ENDPOINT@",
    levels: [.notice], fields: ["tenant", "endpoint", "since"],
    meaning: "What `rate.limited` reported as lasting more than a minute is over. All that waited for it goes on.",
    advice: "Nothing.")

  static let tlsVerifyFailed = EventText(
    id: "e18441f47e944cb3b34dfe3856295480",
    subject: "The certificate of tenant @TENANT@ is not accepted, or soon will not be",
    levels: [.warning, .err], fields: ["tenant"], sometimes: ["certificate_ends"],
    meaning: """
      An error: the server's certificate has expired, names another host, or is signed by nobody we trust. No \
      credentials were sent. There is no way to switch the check off. A warning, once a day: the certificate ends within \
      14 days.
      """,
    advice: """
      If the server is one's own, renew its certificate, or name its authority with `ca_file`. Otherwise find out who \
      answers in its place.
      """)
}
