import CalendarTime
import Engine
import Foundation
import GeoTareas
import Inspection
import JSON
import Log
import Pacing
import Records
import Rules
import Support
import TenantRuntime
import Testing

@Suite("A plan as people read it")
struct PlanTextTests {
  private static let now = ClockReading(
    boot: "b", instant: Instant(nanoseconds: 1_000_000_000_000), wall: SeenTasks.noon)

  /// A plan of these tasks as a daemon saw them a minute ago.
  private func plan(
    _ rules: [Rule], of tasks: [String], knowing known: Recollection = Recollection(), standing: TenantStanding? = nil
  ) throws -> Planner.Plan {
    let snapshot = try SeenTasks.snapshot(tasks, rules: rules)
    var listing = snapshot.detailedListing
    listing.at = SeenTasks.noon.addingTimeInterval(-60)
    var settings = Settings(lookingAt: snapshot.tenant)
    settings.seed = 1
    let engine = Engine.deciding(
      listing, knowing: known, settings: settings, rules: snapshot.rules, at: Self.now)
    return Planner.Plan(
      snapshot.tenant, snapshot.rules, engine, seen: .at(listing.at), standing: standing, at: Self.now)
  }

  private static let toMaria = Action.reassign(Reassignment(target: .user(id: "182736450918273645"), comment: "urgent"))

  private static let rules: [Rule] = {
    var capped = SeenTasks.rule("approve", [.workflow: "Quote", .step: "Approve"])
    capped.safeguards.limit = .init(perCycle: 1)
    let missing = CapturedReference(step: "Quote", field: "weight", as: .number, ifMissing: .fail)
    var unfit = SeenTasks.rule(
      "weigh", [.workflow: "Shipping"],
      then: .complete(
        Completion(result: "ok", capturedData: [CapturedField(name: "weight", value: .captured(missing))])))
    unfit.title = "Weigh parcels"
    unfit.owner = "Ana, Logistics"
    var canary = SeenTasks.rule("sign", [.workflow: "Sign Off"], stage: .canary)
    canary.safeguards.canaryShare = 0
    var parked = SeenTasks.rule("archive", [.workflow: "Archive"])
    parked.owner = "Luis"
    return [
      SeenTasks.rule("call", [.workflow: "Collections", .step: "Call Customer"], then: toMaria), capped, unfit, canary,
      SeenTasks.rule("close", [.workflow: "Collections", .step: "Close"], stage: .shadow, then: toMaria), parked,
    ]
  }()

  private static let tasks: [String] = {
    let hostile = #"\u001b[31m<script>漢字é"#
    return [
      SeenTasks.json("563920174839201744", workflow: "Collections", step: "Call Customer", group: SeenTasks.sales)
        .replacing("Acme Corp", with: hostile),
      SeenTasks.json("563920174839201745"), SeenTasks.json("563920174839201746"),
      SeenTasks.json("563920174839201747", workflow: "Shipping", step: "Weigh", more: SeenTasks.detail),
      SeenTasks.json("563920174839201748", workflow: "Sign Off", step: "Sign"),
      SeenTasks.json("563920174839201749", workflow: "Collections", step: "Close", user: SeenTasks.maria),
      SeenTasks.json("563920174839201750", workflow: "Archive", step: "File"),
      SeenTasks.json("563920174839201751", workflow: "Other", step: "Nothing"),
    ]
  }()

  private static let known: Recollection = {
    let task = TaskID("563920174839201750")
    let old = SeenTasks.noon.addingTimeInterval(-7_200)
    let parked = Intent(
      id: "acme-17", task: task, instance: "9563920174839201750", episode: 1,
      write: .complete(
        result: "approved", capturedData: [JSONMember("amount", .number("1500"))], comment: nil), rule: "archive",
      ruleFingerprint: "archive", precondition: TaskState(status: "PENDING", user: nil, group: nil), state: .parked,
      attempts: 5, createdAt: old, changedAt: old, note: "five attempts, nothing proved")
    return Recollection(intents: [task: [parked]])
  }()

  @Test("who it is done to, from whom to whom, what is held back by what, what needs a person, what is only watched")
  func whole() throws {
    let plan = try plan(Self.rules, of: Self.tasks, knowing: Self.known)
    #expect(
      plan.lines().joined(separator: "\n") == #"""
        tenant acme, as the daemon saw it at 2026-03-16 11:59:00 -05:00

        to do now, in this order:
          1.  Collections / Call Customer  \u{1b}[31m<script>漢字é  Sales Team -> Maria Garcia  call     live  563920174839201744
          2.  Quote / Approve              Acme Corp                complete 'approved'         approve  live  563920174839201745

        held back by limit (1 per cycle):
          3.  Quote / Approve  Acme Corp  complete 'approved'  approve  live  563920174839201746

        a person is needed:
          -  Shipping / Weigh  Acme Corp  complete 'ok'        weigh    live  563920174839201747
             does not fit: field 'weight': Quote.weight is not there
             rule 'weigh': Weigh parcels; owner Ana, Logistics
          -  Archive / File    Acme Corp  complete 'approved'  archive  live  563920174839201750
             parked: five attempts, nothing proved; decide: capataz journal show acme-17
             rule 'archive': owner Luis

        only said (by rules in shadow, or outside their canary share):
          -  Collections / Close  Acme Corp  already with Maria Garcia  close  shadow                     563920174839201749
          -  Sign Off / Sign      Acme Corp  complete 'approved'        sign   canary, outside its share  563920174839201748

        cost: 4 API calls (1 complete, 1 reassign, 2 detail), about 1 s
        limits: list and detail 0/30 used; complete and reassign 0/10 used; login 0/2 used
        rules, in the order they are tried:
          1.  call     live    list only         takes 1: 1 now
          2.  approve  live    list only         takes 2: 1 now; 1 would wait: limit (1 per cycle)
          3.  weigh    live    reads the detail  takes 1: 1 left alone: the action does not fit
          4.  sign     canary  list only         takes 1: 1 outside its share
          5.  close    shadow  list only         takes 1: 1 shadow
          6.  archive  live    list only         takes 1: 1 already handled

        acme: 2 to do now, 1 held back, 2 need a person, 1 shadow, 1 outside the canary share, of 8 tasks
        """#)
    #expect(plan.hasWork)
  }

  @Test("at 80 columns no line is wider, and a row goes on below itself; ids stay whole; the requests are exact")
  func narrow() throws {
    let plan = try plan(Array(Self.rules.prefix(2)), of: Array(Self.tasks.prefix(2)))
    #expect(
      plan.lines(isVerbose: true, width: 80).joined(separator: "\n") == #"""
        tenant acme, as the daemon saw it at 2026-03-16 11:59:00 -05:00

        to do now, in this order:
          1.  Collections / Call Customer  \u{1b}[31m<script>漢字é
              Sales Team -> user 182736450918273645  call  live  563920174839201744
              reassign {"assign_to_user_id":"182736450918273645","comment":"urgent"}
          2.  Quote / Approve  Acme Corp  complete 'approved'  approve  live
              563920174839201745
              complete {"result_code":"approved","captured_data":{"amount":1500}}

        cost: 4 API calls (1 complete, 1 reassign, 2 detail), about 1 s
        limits: list and detail 0/30 used; complete and reassign 0/10 used; login 0/2
          used
        rules, in the order they are tried:
          1.  call     live  list only  takes 1: 1 now
          2.  approve  live  list only  takes 1: 1 now

        acme: 2 to do now, of 2 tasks
        """#)
  }

  @Test("where writes are stopped nothing is to be done now, and it says by what, since when and what to do")
  func stopped() throws {
    let standing = TenantStanding(
      at: SeenTasks.noon, polledAt: nil, tasks: 1, queued: 0, inDoubt: 0, held: 0, trouble: "writes stopped",
      waits: [
        Wait(
          what: "all effects", why: "a write was answered with a word about another task",
          since: SeenTasks.noon.addingTimeInterval(-600), until: nil, advice: "find out why, then reload",
          needsPerson: true)
      ], rules: "", mode: .dry, budgets: [])
    let plan = try plan(Array(Self.rules.prefix(1)), of: Array(Self.tasks.prefix(1)), standing: standing)
    #expect(
      plan.lines().joined(separator: "\n") == #"""
        tenant acme, as the daemon saw it at 2026-03-16 11:59:00 -05:00
        trouble: writes stopped
        waits: all effects: a write was answered with a word about another task; since 2026-03-16 11:50:00 -05:00 (10 min); find out why, then reload
        the daemon runs with --dry-run: it sends nothing

        held back: all effects: a write was answered with a word about another task:
          1.  Collections / Call Customer  \u{1b}[31m<script>漢字é  Sales Team -> user 182736450918273645  call  live  563920174839201744

        limits: list and detail 0/30 used; complete and reassign 0/10 used; login 0/2 used
        rules, in the order they are tried:
          1.  call  live  list only  takes 1: 1 now

        acme: nothing to do now, 1 held back, of 1 task
        """#)
    #expect(plan.hasWork)
  }

  @Test("the JSON has numbers, objects and nulls, and the same keys for every kind of action")
  func json() throws {
    let plan = try plan(Self.rules, of: Self.tasks, knowing: Self.known)
    let objects = try plan.jsonLines.map { try JSONReader.read(Array($0.utf8)) }
    #expect(
      objects.map { $0["kind"]?.string } == ["act", "act", "held", "shadow", "outside_canary", "blocked", "parked"])
    for object in objects {
      #expect(
        object.members?.map(\.key) == [
          "tenant", "task", "kind", "turn", "workflow", "step", "entity_type", "entity_label", "assigned_user",
          "assigned_group", "to", "rule", "rule_fingerprint", "stage", "title", "owner", "endpoint", "body", "held_by",
          "held_why", "held_until", "instead_of", "intent",
        ])
    }
    #expect(
      objects[0].text
        == #"{"tenant":"acme","task":"563920174839201744","kind":"act","turn":1,"workflow":"Collections","#
        + #""step":"Call Customer","entity_type":"CUENTA","entity_label":"\u001b[31m<script>漢字é","#
        + #""assigned_user":null,"assigned_group":{"id":"293847102938471029","name":"Sales Team"},"#
        + #""to":{"kind":"user","id":"182736450918273645","name":"Maria Garcia"},"rule":"call","#
        + #""rule_fingerprint":"call","stage":"live","title":null,"owner":null,"endpoint":"reassign","#
        + #""body":{"assign_to_user_id":"182736450918273645","comment":"urgent"},"held_by":null,"held_why":null,"#
        + #""held_until":null,"instead_of":null,"intent":null}"#)
    #expect(
      plan.limitsJSONLine.hasSuffix(
        #""cost":{"calls":{"complete":1,"detail":2,"reassign":1},"seconds":1},"trouble":null,"waits":[]}"#))
  }
}
