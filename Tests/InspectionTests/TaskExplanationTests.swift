import CalendarTime
import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import JSON
import Pacing
import Records
import Rules
import Simulation
import Support
import Testing

@Suite("What would happen to a task")
struct TaskExplanationTests {
  private static let now = ClockReading(boot: "b", instant: Instant(nanoseconds: 0), wall: SeenTasks.noon)
  private static let write = Write.complete(
    result: "approved", capturedData: [JSONMember("amount", .number("1500"))], comment: nil)

  private func ask(
    _ rules: [Rule], of task: String = SeenTasks.json("1"), intents: [Intent] = [], touched: Date? = nil,
    recovery: Recovery = Recovery()
  ) throws -> TaskExplanation {
    let snapshot = try SeenTasks.snapshot([task], rules: rules)
    let row = try #require(snapshot.listing.rows.first)
    let known = Recollection(
      intents: [row.task.id: intents], touches: touched.map { [row.task.id: $0] } ?? [:])
    return TaskExplanation(about: row, in: snapshot, knowing: known, recovery: recovery, at: Self.now)
  }

  private func intent(_ state: Intent.State, changed: Date = SeenTasks.noon.addingTimeInterval(-3_600)) -> Intent {
    Intent(
      id: "acme-17", task: TaskID("1"), instance: "91", episode: 1, write: Self.write, rule: "approve",
      ruleFingerprint: "f", precondition: TaskState(status: "PENDING", user: nil, group: nil), state: state,
      attempts: 1, createdAt: changed, changedAt: changed, note: "a note")
  }

  @Test("a live rule that matches will act, with the request it would send")
  func acts() throws {
    let inquiry = try ask([SeenTasks.rule("other", [.workflow: "X"]), SeenTasks.rule("approve", [.workflow: "Quote"])])
    #expect(inquiry.prospect.kind == .act)
    #expect(inquiry.prospect.rule == "approve")
    #expect(inquiry.prospect.write == Self.write)
    #expect(inquiry.lines()[0] == "Rule 'approve' will complete it with 'approved'.")
  }

  @Test("where the detail was not read, the form of the step is shown as the daemon has seen it")
  func keptForm() throws {
    var snapshot = try SeenTasks.snapshot([SeenTasks.json("1")], rules: [])
    snapshot.forms = [try #require(try SeenTasks.form())]
    let row = try #require(snapshot.listing.rows.first)
    let inquiry = TaskExplanation(about: row, in: snapshot, at: Self.now)
    let place = try #require(inquiry.lines().firstIndex { $0.hasPrefix("detail not read ") })
    #expect(
      inquiry.lines()[(place + 1)...(place + 3)] == [
        "tasks of this step, as seen on 2026-03-09:", "  results: approved",
        "  fields: amount (number, required), day (date, required)",
      ])
    #expect(inquiry.json["form"]?["results"]?.array?.first?["code"]?.string == "approved")
    #expect(inquiry.json["form"]?["last_seen"]?.string == "2026-03-09T17:00:00Z")
    #expect(try ask([]).json["form"] == .null)
  }

  @Test("a rule in stage shadow only says what it would do")
  func shadow() throws {
    let inquiry = try ask([SeenTasks.rule("approve", [.workflow: "Quote"], stage: .shadow)])
    #expect(inquiry.prospect.kind == .shadow)
  }

  @Test("a rule in shadow before the one that decides only watches; a rule test of the task names the first of them")
  func watching() throws {
    let inquiry = try ask([
      SeenTasks.rule("try", [.workflow: "Quote"], stage: .shadow), SeenTasks.rule("approve", [.workflow: "Quote"]),
    ])
    #expect(inquiry.prospect.kind == .act && inquiry.prospect.rule == "approve")
    let heads = inquiry.lines().filter { $0.contains("rules/a.yaml:7") }
    #expect(heads.map { $0.contains("<- only watches") } == [true, false], "\(heads)")
    #expect(heads.map { $0.contains("<- decides") } == [false, true])
    let rules = try #require(inquiry.json["rules"]?.array)
    #expect(rules.map { $0["decides"] } == [.bool(false), .bool(true)])
    #expect(rules.map { $0["watches"] } == [.bool(true), .bool(false)])
    #expect(RuleTestText(inquiry).text.contains("      rule: try\n"))
  }

  @Test(
    "what the journal holds keeps the effect back, and is said",
    arguments: [
      (Intent.State.armed, "in flight"), (.unknown, "in doubt"), (.parked, "parked"),
      (.refused, "the server refused that on "),
    ])
  func held(state: Intent.State, words: String) throws {
    let inquiry = try ask([SeenTasks.rule("approve", [.workflow: "Quote"])], intents: [intent(state)])
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains(words))
    #expect(inquiry.prospect.reason.contains("acme-17"))
  }

  @Test("what was done after the tasks were read is settled to a plan, whatever the rule's cooldown says")
  func doneSinceTheView() throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    rule.safeguards.cooldown = Span(thousandths: 1_000, unit: .hour)
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1")], rules: [rule])
    var listing = snapshot.listing
    listing.at = SeenTasks.noon.addingTimeInterval(-30)
    for (age, settled) in [(-25.0, 1), (-300.0, 0)] {
      let done = intent(.done, changed: SeenTasks.noon.addingTimeInterval(age))
      let engine = Engine.deciding(
        listing, knowing: Recollection(intents: [TaskID("1"): [done]]),
        settings: Settings.documented(zone: snapshot.zone),
        rules: snapshot.rules, at: Self.now)
      let outlook = engine.outlook(at: Self.now)
      #expect(outlook.rules.first?.settled == settled)
      #expect(outlook.restraints.count == 1 - settled)
    }
  }

  @Test(
    "a limit that is used up keeps the effect back, and is named with its number, wherever the clock stood at the outcome",
    arguments: [-3_600.0, -315_360_000])
  func limitUsedUp(outcome: TimeInterval) throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    rule.safeguards.limit = .init(perDay: 1)
    var earlier = intent(.done)
    earlier.task = TaskID("2")
    earlier.changedAt = SeenTasks.noon.addingTimeInterval(outcome)
    #expect(try ask([rule]).prospect.kind == .act)
    let inquiry = try ask([rule], recovery: Recovery(recent: [BegunEffect(earlier)]))
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains("'limit' keeps it back: 1 per day"))
  }

  @Test("rules of other workflows are one line, whatever else they ask for; the rest is told condition by condition")
  func elsewhere() throws {
    let others = (1...8).map { SeenTasks.rule("other-\($0)", [.workflow: "Collections"]) }
    let lines = try ask(others + [SeenTasks.rule("approve", [.workflow: "Quote"])]).lines()
    #expect(
      lines.last
        == "8 rules are for other workflows: other-1, other-2, other-3, other-4, other-5, other-6 and 2 more")
    #expect(lines.contains { $0.hasPrefix("9. approve  live  true  <- decides") }, "\(lines)")
    #expect(!lines.contains { $0.contains("'Collections'") })
  }

  @Test("hands off a task that a person touched: named, with the time at which that ends")
  func humanTouch() throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    rule.safeguards.afterHumanTouch = Span(thousandths: 2_000, unit: .hour)
    let touched = SeenTasks.noon.addingTimeInterval(-3_600)
    let inquiry = try ask([rule], touched: touched)
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains("'after_human_touch' keeps it back"))
    #expect(inquiry.prospect.reason.contains("until"))
  }

  @Test("a canary says that the task's instance is not in its share")
  func outsideCanary() throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"], stage: .canary)
    rule.safeguards.canaryShare = 0
    let inquiry = try ask([rule])
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains("stage canary"))
  }

  @Test("a reassignment done before is not made again while the task is where it was put")
  func doneBefore() throws {
    let target = Reassignment(target: .user(id: "182736450918273645"))
    var done = intent(.done)
    done.write = .reassign(to: .user(id: "182736450918273645"), comment: nil)
    let inquiry = try ask(
      [SeenTasks.rule("hand-over", [.workflow: "Quote"], then: .reassign(target))],
      of: SeenTasks.json("1", user: SeenTasks.maria), intents: [done])
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains("there already"))
    #expect(
      inquiry.prospect.reason.hasPrefix(
        "rule 'hand-over' would reassign it to user 182736450918273645 (Maria Garcia), but "),
      "\(inquiry.prospect.reason)")
  }

  @Test("an effect just made is waited for: what was read may be older")
  func settling() throws {
    let done = intent(.done, changed: SeenTasks.noon.addingTimeInterval(-2))
    let inquiry = try ask([SeenTasks.rule("approve", [.workflow: "Quote"])], intents: [done])
    #expect(inquiry.prospect.kind == .held)
    #expect(inquiry.prospect.reason.contains("settling"))
  }

  @Test("an action that does not fit the form is blocked, with the reason")
  func blocked() throws {
    let rule = SeenTasks.rule("approve", [.workflow: "Quote"], then: .complete(Completion(result: "sent")))
    let inquiry = try ask([rule], of: SeenTasks.json("1", more: SeenTasks.detail))
    #expect(inquiry.prospect.kind == .blocked)
    #expect(inquiry.prospect.reason.contains("'sent'"))
    #expect(inquiry.prospect.reason.contains("'amount'"))
  }

  @Test("where a person must act, it says whose rule it is; where none must, it does not")
  func owner() throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    rule.title = "Approve quotes"
    rule.owner = "Ana"
    let line = "a person is needed: rule 'approve': Approve quotes; owner Ana"
    for (state, isNeeded) in [(Intent.State.parked, true), (.refused, true), (.armed, false), (.unknown, false)] {
      let answer = try ask([rule], intents: [intent(state)])
      #expect((answer.lines()[1] == line) == isNeeded && answer.prospect.needsPerson == isNeeded, "\(state)")
    }
    var unfit = rule
    unfit.action = .complete(Completion(result: "sent"))
    #expect(try ask([unfit], of: SeenTasks.json("1", more: SeenTasks.detail)).lines()[1] == line)
    #expect(try !ask([rule]).lines().contains(line))
  }

  @Test("without a matching rule nothing happens")
  func none() throws {
    let inquiry = try ask([SeenTasks.rule("other", [.workflow: "Collections"])])
    #expect(inquiry.prospect == PredictedOutcome(.none, "no rule takes the task"))
  }

  @Test("a completed task is left alone, whatever the rules say")
  func completed() throws {
    let inquiry = try ask(
      [SeenTasks.rule("approve", [.workflow: "Quote"])], of: SeenTasks.json("1", status: "COMPLETED"))
    #expect(inquiry.prospect.kind == .none)
  }

  @Test("a status that nobody knows is the reason, whatever was done to the task before")
  func unknownStatus() throws {
    let rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    for intents in [[], [intent(.refused)]] {
      let inquiry = try ask([rule], of: SeenTasks.json("1", status: "PAUSED"), intents: intents)
      #expect(inquiry.prospect.kind == .none)
      #expect(inquiry.prospect.reason.contains("status is 'PAUSED'"))
    }
  }

  @Test("a rule that takes the task, and fills in what only the detail tells, waits for that")
  func lacksDetail() throws {
    let reference = CapturedReference(step: "Quote", field: "total", as: .number, ifMissing: .skipTask)
    let action = Action.complete(
      Completion(result: "approved", capturedData: [CapturedField(name: "amount", value: .captured(reference))]))
    let rule = SeenTasks.rule("approve", [.workflow: "Quote"], then: action)
    let inquiry = try ask([rule])
    #expect(inquiry.prospect.kind == .undecided)
    #expect(inquiry.prospect.reason.contains("asks for the task's detail"))
    #expect(try ask([rule], of: SeenTasks.json("1", more: SeenTasks.detail)).prospect.kind == .act)
  }

  @Test("a limit is used up by what goes before the task")
  func limitTakenByOthers() throws {
    var rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    rule.safeguards.limit = .init(perCycle: 1)
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1"), SeenTasks.json("2")], rules: [rule])
    let kinds = snapshot.listing.rows.map { TaskExplanation(about: $0, in: snapshot, at: Self.now).prospect.kind }
    #expect(kinds == [.act, .held])
  }

  @Test("what an effect that was refused a moment ago left is read first")
  func settlingRefusal() throws {
    let refused = intent(.refused, changed: SeenTasks.noon.addingTimeInterval(-2))
    let inquiry = try ask([SeenTasks.rule("approve", [.workflow: "Quote"])], intents: [refused])
    #expect(inquiry.prospect.reason.contains("acme-17 was refused a moment ago"))
  }

  @Test("a task whose assignee the server left out is not touched")
  func unreadableState() throws {
    let task = #"{"id": "1", "instance_id": "91", "workflow_name": "Quote", "status": "PENDING"}"#
    #expect(try ask([SeenTasks.rule("approve", [.workflow: "Quote"])], of: task).prospect.kind == .undecided)
  }

  @Test("the JSON has the same keys whatever the answer is")
  func stableKeys() throws {
    for rules: [Rule] in [[], [SeenTasks.rule("approve", [.workflow: "Quote"])]] {
      let json = try ask(rules).json
      #expect(
        json.members?.map(\.key)
          == ["tenant", "task", "at", "seen_at", "has_detail", "detail_at", "form", "prospect", "intents", "rules"])
      #expect(
        json["prospect"]?.members?.map(\.key) == [
          "kind", "rule", "endpoint", "body", "reason", "needs_person", "title", "owner",
        ])
    }
  }
}
