import Foundation
import GeoTareas
import Pacing
import Records

/// One day of a daemon with two tenants, as reports: each event at least once, with every variant of its words.
enum Day {
  private static let anna = "Anna Berg"

  private static let welcome = Report.TaskFacts(
    TaskID("674839201748392018"), label: "Acme Corp", step: "Send Welcome Email", workflow: "New Account Onboarding",
    assignee: anna)
  private static let call = Report.TaskFacts(
    TaskID("563912840012557301"), label: "Globex", step: "Call Customer", workflow: "Collections")
  private static let quote = Report.TaskFacts(TaskID("574115268057506801"), step: "Approve")
  private static let unseen = Report.TaskFacts(TaskID("841002024812469036"))
  private static let pause = Report.TaskFacts(TaskID("900000000000000009"), label: "Pause the robot", step: "Pause")

  private static let sendWelcome = Report.RuleFacts("send-welcome", title: "Welcome e-mail", owner: "Onboarding team")
  private static let collections = Report.RuleFacts("collections-urgent", owner: "Bruno Diaz")
  private static let approve = Report.RuleFacts("approve-small-quote", title: "Approve small quotes")
  private static let close = Report.RuleFacts("close-old")

  private static let sent = Write.complete(result: "sent", capturedData: [], comment: nil)
  private static let toUser = Write.reassign(to: .user(id: "104233445566778899"), comment: nil)
  private static let toGroup = Write.reassign(to: .group(id: "310000000000000001"), comment: nil)

  private static let noon = Date(timeIntervalSince1970: 1_773_576_000)
  private static let trail = Report.TrailEnd(sequence: 4_711, hash: String(repeating: "5be7c701d5a6b521", count: 4))
  private static let answer = Report.AnswerFacts(after: .milliseconds(182), status: 200, request: "req-31f0")
  private static let silence = Report.AnswerFacts(after: .seconds(30))

  private static func effect(
    _ task: Report.TaskFacts, _ rule: Report.RuleFacts, _ write: Write, _ number: Int, attempt: Int = 1
  ) -> Report.EffectFacts {
    let intent = Intent(
      id: "acme-\(number)", task: task.id, instance: "1", episode: 1, write: write, rule: rule.id,
      ruleFingerprint: "f", precondition: TaskState(status: "PENDING", user: nil, group: nil), state: .armed,
      attempts: attempt, createdAt: noon, changedAt: noon)
    return Report.EffectFacts(intent, task: task, rule: rule)
  }

  private static func hold(_ number: Int64, tenant: String?, rule: String?, _ why: String, by: String) -> Hold {
    Hold(number: number, tenant: tenant, rule: rule, why: why, by: by, since: noon)
  }

  /// A hold on a task that ends by itself.
  private static let timed: Hold = {
    var timed = hold(4, tenant: "acme", rule: nil, "zoe looks at it", by: "zoe")
    timed.task = TaskID("674839201748392018")
    let begun = ClockReading(boot: "boot", instant: Instant(nanoseconds: 0), wall: noon)
    timed.term = Hold.Term(begun: begun, length: .seconds(7_200))
    return timed
  }()

  /// Names that must not be in the log where no names are wanted.
  static let names = [
    "Acme Corp", "Globex", "Anna", "Maria Garcia", "Bruno Diaz", "Onboarding team", "zoe", "Pause the",
  ]

  /// A customer is called like the tenant.
  static let namesake = acme(
    .intentRefused(effect(.init(TaskID("7"), label: "acme"), sendWelcome, sent, 19), why: "acme does not exist", nil))

  static let reports: [Report] = starting + morning + effects + doubts + troubles + holds + limits + calls + ending

  private static func acme(_ event: Report.Event) -> Report {
    Report(event, of: "acme", in: TimeZone(secondsFromGMT: -5 * 3_600) ?? .gmt)
  }
  private static func north(_ event: Report.Event) -> Report { Report(event, of: "north") }

  private static let starting: [Report] = [
    Report(.daemonStartFailed(why: "another capataz (process 812) holds the state directory /var/lib/capataz")),
    north(.daemonStartFailed(why: "secret file 'north.password' has mode 0644; run: chmod 0400 north.password")),
    Report(.journalFull(.startWaits(why: "the disk is full", every: .seconds(5)))),
    Report(.daemonStart(version: "1.0", config: "/etc/capataz/config.yaml", trail: trail)),
    Report(.logFallback(why: "no such file or directory")),
    Report(.logRestored(.diverted(1))),
    north(.secretUnsafe(.leftOut(why: "credential 'north-password' is empty; see all with: capataz status"))),
    Report(
      .tenantPaused(.leftOut(why: "south.yaml:3:5: error: unknown key 'urll'; see all with: capataz check")),
      of: "tenants.d/south.yaml"),
    Report(.daemonReady(tenants: 1, rules: 4)),
    acme(.tenantOK(.tasksRead(12))),
  ]

  private static let morning: [Report] = [
    acme(.decisionAct(.init(welcome, sendWelcome, sent), isDry: false)),
    acme(.decisionAct(.init(call, collections, toUser), isDry: true)),
    acme(.decisionShadow(.init(quote, approve, toGroup), stage: "canary", insteadOf: nil)),
    acme(.decisionShadow(.init(welcome, close, toGroup), stage: "shadow", insteadOf: sendWelcome)),
    acme(.decisionBlocked(.leftAlone(.init(unseen, close, nil), why: "pool 'collections': 1 is away, 2 is full"))),
    acme(.decisionBlocked(.misfit(.init(quote, approve, sent), why: "the form has no field 'checked_on'"))),
    acme(
      .decisionBlocked(
        .callsFail(
          welcome, sendWelcome, why: "500 INTERNAL: cannot read the task of Anna Berg", retryIn: .seconds(120),
          isOnce: false))),
    acme(
      .decisionBlocked(.callsFail(call, collections, why: "404 NOT_FOUND: gone", retryIn: .seconds(9), isOnce: true))),
    acme(
      .decisionBlocked(
        .notTaken(.init(welcome, sendWelcome, sent), why: "text is too large", retryIn: .seconds(3_600)))),
    acme(.decisionCapped(collections, limit: "40 per day")),
    acme(.decisionShadowed(welcome, close, by: sendWelcome)),
    acme(.decisionUnknown(quote, approve)),
  ]

  private static let effects: [Report] = [
    acme(.intentArmed(effect(welcome, sendWelcome, sent, 7))),
    acme(
      .intentDone(
        effect(welcome, sendWelcome, sent, 7), Receipt(of: welcome.id, nextStep: "Review Welcome Package"), answer)),
    acme(.intentArmed(effect(call, collections, toUser, 8, attempt: 2))),
    acme(
      .intentDone(
        effect(call, collections, toUser, 8, attempt: 2), Receipt(of: call.id, assignee: "Maria Garcia"), answer)),
    acme(.intentDone(effect(unseen, close, sent, 9), Receipt(of: unseen.id), answer)),
    acme(
      .intentRefused(
        effect(quote, approve, toGroup, 10), why: "the server refuses it: 422 INVALID: no such group",
        Report.AnswerFacts(after: .milliseconds(95), status: 422))),
    acme(
      .intentRefused(
        effect(welcome, sendWelcome, sent, 11),
        why: "the server refuses it although the task looks unchanged: 409 CONFLICT: Anna Berg has it", nil)),
    acme(.intentSuperseded(effect(call, collections, toUser, 12), why: "somebody else changed the task")),
  ]

  private static let doubts: [Report] = [
    acme(.intentUnknown(effect(welcome, sendWelcome, sent, 13), .answer(why: "timed out after 30 s", silence))),
    acme(
      .intentUnknown(effect(unseen, close, sent, 14), .earlierRun(why: "the process ended before the answer was seen"))),
    acme(.intentVerified(effect(welcome, sendWelcome, sent, 13), .applied(why: "verified by reading the task"))),
    acme(.intentVerified(effect(unseen, close, sent, 14), .notApplied)),
    acme(
      .intentParked(
        effect(call, collections, toUser, 15),
        why: "2 attempts had no effect that could be seen; a person must look at the task", days: nil)),
    acme(
      .intentParked(
        effect(call, collections, toUser, 15),
        why: "2 attempts had no effect that could be seen; a person must look at the task", days: 1)),
    acme(.intentParked(effect(quote, approve, sent, 16), why: "the task could not be read for too long", days: 2)),
    acme(
      .intentResolved(
        effect(call, collections, toUser, 15), state: .done, why: "done, says zoe: it is with Maria Garcia")),
    acme(.intentResolved(effect(quote, approve, sent, 16), state: .planned, why: "not-done, says zoe: try again")),
    acme(.intentResolved(effect(unseen, close, sent, 14), state: .superseded, why: "drop, says zoe: not needed")),
  ]

  private static let troubles: [Report] =
    [
      acme(.pollFailed(.list(why: "503 UNAVAILABLE: down", .init(failures: 3, in: .seconds(16)), .always))),
      acme(.pollFailed(.list(why: "timed out", .init(failures: 1, in: .seconds(2)), .once))),
      acme(.pollFailed(.list(why: "timed out", .init(failures: 1, in: .seconds(2)), .looking))),
      acme(.pollRecovered(.list(failures: 3))),
      acme(.pollFailed(.details(why: "500 INTERNAL: oops", failures: 4))),
      acme(.pollRecovered(.details)),
      acme(.pollFailed(.leftUndone(1, first: call.id, why: "404 NOT_FOUND: gone"))),
      acme(.pollFailed(.leftUndone(2, first: call.id, why: "404 NOT_FOUND: gone"))),
      acme(.pollFailed(.givenUp(why: "connection refused"))),
      acme(
        .pollRowUnreadable(
          .init(count: 1, named: [.task(quote.id, .user, isMissing: true)], task: quote.id))),
      acme(
        .pollRowUnreadable(
          .init(
            count: 9,
            named: [
              .task(quote.id, .status, isMissing: false), .place(.init(at: 3, .row), of: .init(status: "PENDING")),
              .place(.init(at: 4, .size), of: .init(overdueOnly: true)),
              .place(.init(at: 5, .answer), of: .init(entityType: "CUENTA")),
              .place(.init(at: 6, .id, isMissing: true), of: .init()),
            ], task: nil))),
      acme(.pollPartial(.init([.init(.init(status: "PENDING"), rows: 10_000, of: 25_000)], polls: 3, tasks: 10_000))),
      acme(.pollPartial(.init([.init(.init(status: "PENDING"), rows: 10_000, of: nil)], polls: nil, tasks: 10_000))),
      acme(
        .apiChanged(
          .init(
            .list,
            [
              .newKey("data[].priority", [.number]), .newKey("data[].entity.*", [.object, .text]),
              .newKind("data[].escalated", [.text], before: [.boolean]),
              .newCode("data[].status", "ON_HOLD", before: ["COMPLETED", "PENDING"]), .back("data[].due_date"),
              .gone("data[].created_at"),
            ], since: noon))),
      acme(.apiChanged(.init(.detail, [.gone("data.step_description")], since: noon))),
      acme(.tenantAuthFailed(.init(login: nil, lasts: false, retryIn: .seconds(30)))),
      acme(.tenantAuthFailed(.init(login: "401 UNAUTHORIZED: wrong password", lasts: true, retryIn: .seconds(900)))),
      acme(.tenantOK(.credentials)),
      acme(.tenantForbidden(.write(.complete, said: "403 FORBIDDEN: not allowed", probeEvery: .seconds(180)))),
      acme(.tenantOK(.permission(.complete))),
      acme(
        .tenantForbidden(
          .list(why: "the server forbids us to list tasks: 403 FORBIDDEN: no", .init(failures: 1, in: .seconds(2))))),
      acme(.tenantForbidden(.givenUp(.reassign, said: "403 FORBIDDEN: not allowed"))),
      acme(.tenantPaused(.writesSuspended(why: "302: elsewhere"))),
      acme(.tenantPaused(.writesStopped(why: "the answer is about another task"))),
      acme(.tenantPaused(.unusable(why: "there is no login at this address", .init(failures: 1, in: .seconds(2))))),
      acme(.tenantPaused(.noNetwork(why: "out of memory"))),
      acme(.tlsVerifyFailed(.notAccepted(why: "certificate has expired"))),
      acme(.tlsVerifyFailed(.ends(noon, days: 13))),
      acme(.journalFull(.unwritable(why: "database or disk is full"))),
      acme(.journalFull(.failed(why: "the journal is locked by another program"))),
      Report(.journalCorrupt(.observing(why: "the audit trail is broken at line 12"))),
      Report(.journalBehind(.observing(why: "the journal is older than the one last used here"))),
      acme(.journalRefused(.intent(effect(welcome, sendWelcome, sent, 17), .done, why: "too large"))),
      acme(.journalRefused(.whole(.failed(why: "a record contradicts another")))),
    ] + kinds.map { acme(.journalRefused(.record($0, why: "too large"))) }

  private static let kinds: [Report.EntryKind] = [
    .request, .decision, .touch, .hold, .lesson, .view, .standing, .detail, .grounds, .rules, .form, .shape,
  ]

  private static let calls: [Report] = [
    Report(
      .pingFailed(
        .notTaken(
          why: "hc-ping.com: Could not resolve host: hc-ping.com", receiver: "credential 'ping-url'", failures: 1,
          retryIn: .seconds(30)))),
    Report(
      .pingFailed(.notKnown(suffix: "/fail", why: "it answers 404", receiver: "secret file '/etc/capataz/ping-url'"))),
    Report(.pingRecovered(failures: 7)),
    Report(
      .pingFailed(
        .unusable(
          why: "secret file 'ping-url' has mode 0644, so that others can read it; run: chmod 0400 ping-url",
          isKept: false))),
    Report(.pingFailed(.unusable(why: "credential 'ping-url' is empty", isKept: true))),
    Report(.notifyReady(source: "the systemd journal of capataz.service", ways: "ops@example.com by mail")),
    Report(
      .notifyFailed(
        .notSent(
          why: "/usr/sbin/sendmail ended with 75: queue file is locked", waiting: 2, failures: 1, retryIn: .seconds(10))
      )),
    Report(.notifyRecovered(failures: 3)),
    Report(.notifyFailed(.lost(1, why: "it could not be sent for a day"))),
    Report(.notifyFailed(.lost(4, why: "100 others wait already"))),
    Report(.notifyFailed(.deaf(why: "journalctl ended with 1: no journal files were found", retryIn: .seconds(20)))),
    Report(.notifyFailed(.forgetful(why: "/var/lib/capataz-notify/notify.json: No space left on device"))),
  ]

  private static let holds: [Report] = [
    acme(.holdSet(.order(hold(1, tenant: nil, rule: nil, "the server is moved", by: "zoe"), nil))),
    acme(.holdReleased(.order(hold(1, tenant: nil, rule: nil, "the server is moved", by: "zoe"), nil))),
    acme(.holdSet(.order(hold(2, tenant: "acme", rule: nil, "audit", by: "zoe"), nil))),
    acme(.holdReleased(.order(hold(2, tenant: "acme", rule: nil, "audit", by: "zoe"), nil))),
    acme(
      .holdSet(
        .order(
          hold(
            3, tenant: "acme", rule: "collections-urgent", "5 of its 8 effects within an hour were parked",
            by: Hold.signature), collections))),
    acme(
      .holdReleased(
        .order(
          hold(
            3, tenant: "acme", rule: "collections-urgent", "5 of its 8 effects within an hour were parked",
            by: Hold.signature), collections))),
    acme(.holdSet(.order(timed, nil))), acme(.holdReleased(.over(timed))),
    acme(.holdSet(.button(pause))), acme(.holdReleased(.button(pause))), acme(.holdSet(.unreadableButton)),
    acme(.holdReleased(.unreadableButton)),
  ]

  private static let limits: [Report] = [
    acme(.rateLimited(.journal(.complete, wait: .seconds(9)))),
    acme(
      .rateLimited(
        .server(.init(.list, .limit(isForeign: true), wait: .seconds(12), stated: nil, probeEvery: nil, times: nil)))),
    acme(
      .rateLimited(
        .server(
          .init(.complete, .limit(isForeign: false), wait: .seconds(12), stated: nil, probeEvery: nil, times: nil)))),
    acme(
      .rateLimited(
        .server(
          .init(
            .detail, .gateway(isForeign: false), wait: .seconds(60), stated: nil, probeEvery: .seconds(60), times: nil))
      )),
    acme(
      .rateLimited(
        .server(
          .init(
            .list, .postponed(status: 503), wait: .seconds(90), stated: .seconds(90_000), probeEvery: .seconds(60),
            times: .init(since: noon, until: noon + 690, goesOn: true))))),
    acme(
      .rateLimited(
        .server(
          .init(
            .list, .postponed(status: 503), wait: .seconds(90), stated: .seconds(90), probeEvery: nil,
            times: .init(since: noon, until: noon + 90, goesOn: false))))),
    acme(.rateRecovered(.list, lasted: .seconds(700), since: noon)), acme(.tenantSummary(quiet)),
    acme(.tenantSummary(busy)),
  ]

  private static let quiet: Report.Summary = {
    var summary = Report.Summary(period: .seconds(900), polls: 30, tasks: 12, effects: 0, counts: [:])
    summary.budgets = Endpoint.allCases.map { .init($0, used: 0, limit: 10, sharedWith: Endpoint.allCases) }
    return summary
  }()

  private static let busy: Report.Summary = {
    var summary = Report.Summary(
      period: .seconds(900), polls: 30, tasks: 120, effects: 12,
      counts: [.intentDone: 11, .intentVerified: 2, .intentRefused: 1, .decisionAct: 21, .decisionBlocked: 2])
    (summary.queue, summary.drain, summary.inDoubt, summary.parked, summary.held) = (8, .seconds(49), 1, 1, 3)
    summary.oldestOverdue = LocalDateTime("2026-03-12T09:00:00")
    summary.budgets = [
      .init(.list, used: 2, limit: 30), .init(.detail, used: 9, limit: 30),
      .init(.complete, used: 6, limit: 10, foreign: 1, next: .milliseconds(5_100), drain: .seconds(49)),
      .init(.reassign, used: 3, limit: 10), .init(.login, used: 0, limit: 2),
    ]
    summary.trail = trail
    return summary
  }()

  private static let shared: Report.Summary = {
    var summary = busy
    summary.budgets = Endpoint.allCases.map { .init($0, used: 6, limit: 10, sharedWith: [.complete, .reassign]) }
    summary.trail = nil
    return summary
  }()

  private static let ending: [Report] = [
    acme(.tenantSummary(shared)), Report(.daemonReloadOK(reloaded)),
    Report(.daemonReloadOK(.init(summary: "reloaded: nothing changed", changes: []))),
    Report(.daemonReloadFailed(.whole(why: "config.yaml: no such file"))),
    north(.daemonReloadFailed(.tenant(why: "rules.yaml:4:3: error: unknown key 'whn'", isKept: true))),
    north(.daemonReloadFailed(.tenant(why: "rules.yaml:4:3: error: unknown key 'whn'", isKept: false))),
    Report(.daemonReloadFailed(.slow(after: .seconds(60)))),
    north(.secretUnsafe(.mistake("secret file 'north.password' has mode 0644; run: chmod 0400 north.password"))),
    Report(.logRestored(.lost(2))), Report(.daemonStopping(waitsFor: [])),
    Report(.daemonStopping(waitsFor: ["acme-18"])),
    Report(.daemonStopping(waitsFor: (1...12).map { "north-\($0)" })), Report(.daemonStop(.stopped, trail: trail)),
    Report(.daemonStop(.nothingLeft, trail: nil)), Report(.daemonStop(.leftUndone, trail: nil)),
    Report(.daemonStop(.credentialsRefused, trail: nil)), Report(.daemonStop(.unreachable, trail: nil)),
    Report(.daemonStop(.journalFailed, trail: nil)),
  ]

  private static let reloaded: Report.Reloaded = {
    var reloaded = Report.Reloaded(summary: "reloaded", changes: ["acme: 1 rule changed (send-welcome)"])
    (reloaded.rulesChanged, reloaded.tasks, reloaded.differing) = (1, 120, 4)
    return reloaded
  }()
}
