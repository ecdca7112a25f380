import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Records
import Rules

/// The rules of a simulated tenant: each serves tasks of one step, so that a step's name tells what may happen to it.
struct RuleCatalog {
  /// Steps whose tasks must all be dealt with in the end, whatever went wrong.
  static let sure: Set<String> = ["Send", "Route", "Group", "Form", "Turns", "Weigh", "Proved"]
  static let ordinary =
    sure.sorted() + ["Load", "Keep", "Quote", "Office", "Canary", "Cool", "Share", "Old", "Scarce", "Shadow", "Other"]
  /// Steps for which rules ask what not every tenant's do.
  private static let odd: [(step: String, oddities: Set<Oddity>)] = [
    ("Stamp", [.now, .reordered]), ("Sum", [.decimals]), ("Guard", [.oddSteps]), ("Shield", [.oddSteps]),
  ]
  /// The step to whose tasks nothing that is sent arrives.
  static let doomed = "Doomed"
  /// Steps whose tasks rules leave to people, all or most of them.
  static let left: Set<String> = ["Canary", "Shadow", "Other"]
  /// Open for the first forty minutes of each hour.
  static let shifts = WorkCalendar(
    name: "shifts", zone: .gmt,
    open: Dictionary(
      uniqueKeysWithValues: (1...7).map { day in
        (day, (0..<24).map { WorkCalendar.Opening(start: $0 * 60, end: $0 * 60 + 40) })
      }))

  private let turns: Pool
  private let load: Pool
  private let weigh: Pool
  private let keep: Pool
  private let perHour: Int
  private let perDay: Int
  private let sum: Int
  private let share: Decimal
  private let cooldown: Span
  private let quiet: Span
  private let age: Span
  private let isReversed: Bool
  private let oddities: Set<Oddity>

  init(_ random: inout SplitMix, _ oddities: Set<Oddity> = []) {
    self.oddities = oddities
    turns = Self.pool(
      "turns", .roundRobin, ["ana", "bea", "cai"], away: random.one(of: [[], ["bea"], ["ana", "bea", "cai"]]))
    load = Self.pool("load", .leastLoaded, ["dora", "elsa"], mostOpen: 3)
    weigh = Self.pool("weigh", .weighted, ["fay", "gil"], weights: [1, 3])
    keep = Self.pool("keep", random.one(of: [.roundRobin, .weighted, .leastLoaded]), ["hal", "ida", "jan"])
    perHour = random.number(2...6)
    perDay = random.number(6...30)
    sum = random.number(8...60) * 1_000
    share = random.one(of: [0.1, 0.3, 0.5])
    // A day of these shifts has sixteen open hours.
    cooldown = random.one(
      of: [.minutes(40), Span(thousandths: 500, unit: .businessHour), Span(thousandths: 40, unit: .businessDay)])
    quiet = random.one(of: [.minutes(20), Span(thousandths: 250, unit: .businessHour)])
    age = random.one(
      of: [.minutes(10), Span(thousandths: 200, unit: .businessHour), Span(thousandths: 15, unit: .businessDay)])
    isReversed = random.chance(0.5)
  }

  private static func pool(
    _ name: String, _ pick: Pool.Pick, _ users: [String], weights: [Int]? = nil, away: [String] = [],
    mostOpen: Int? = nil
  ) -> Pool {
    var pool = Pool(
      name: name, pick: pick, members: [], prefersLongestIdle: name == "load", ifNobody: .group(id: "desk"))
    for (place, user) in users.enumerated() {
      var member = Pool.Member(target: .user(id: user), weight: weights?[place] ?? 1, maxOpen: mostOpen)
      // 2026-03-09 and the day after.
      if away.contains(user) { member.away = [CivilDate(daysSinceEpoch: 20_521)...CivilDate(daysSinceEpoch: 20_522)] }
      pool.members.append(member)
    }
    return pool
  }

  /// The steps of the tasks that come; more of those for which some rule is odd.
  var steps: [String] {
    let odd = Self.odd.filter { !$0.oddities.isDisjoint(with: oddities) }.map(\.step)
    // So many that five of them are parked within an hour.
    let doomed = oddities.contains(.doomed) ? [String](repeating: Self.doomed, count: 12) : []
    return Self.ordinary + odd + odd + odd + doomed
  }

  /// - Parameter isReordered: Turns round what is captured, and nothing else.
  func rules(version: Int, isReordered: Bool = false) -> RuleSet {
    func made(_ id: String, _ step: String, stage: Rule.Stage = .live, _ action: Action) -> Rule {
      rule(id, step, stage: stage, then: action, version: version)
    }
    var rules = [
      made("send", "Send", .send), made("route", "Route", .toUser("maria")), made("group", "Group", .toGroup("audit")),
      made("form", "Form", .send).also(.value(ValueTest(.form(field: "ok"), as: .boolean, [.oneOf([.boolean(true)])]))),
      made("proved", "Proved", .send).also(.previousResult(step: "Quote", oneOf: ["done"]))
        .also(.resultAvailable(["sent"])),
      made("turns", "Turns", .toPool(turns)), made("weigh", "Weigh", .toPool(weigh)),
      made("load", "Load", .toPool(load)), made("keep", "Keep", .toPool(keep, notToCurrent: true, keeps: true)),
      made("quote", "Quote", .takesOver()).ifTotal(atMost: 5_000)
        .limited(.init(sumPerDay: .init(of: "total", atMost: Decimal(sum)))),
      made("office", "Office", .send).guarded { $0.runWithin = Self.shifts },
      made("canary", "Canary", stage: .canary, .send).guarded { $0.canaryShare = 0.3 },
      made("cool", "Cool", .toUser("nora")).guarded {
        ($0.cooldown, $0.maxHops, $0.afterHumanTouch, $0.calendar) = (cooldown, 3, quiet, Self.shifts)
      },
      made("share", "Share", .toGroup("shared")).limited(.init(perCycle: 2, share: share)),
      made("old", "Old", .send).also(
        .time(TimeTest(.age, lower: .init(age, isInclusive: true), upper: nil, calendar: Self.shifts))),
      made("scarce", "Scarce", .send).limited(.init(perHour: perHour, perDay: perDay)),
      made("shadow", "Shadow", stage: .shadow, .send), made("late-send", "Send", .toUser("nobody")),
    ]
    if isReversed { rules.insert(rules.remove(at: 5), at: 0) }
    if oddities.contains(.now) || oddities.contains(.reordered) {
      rules.append(
        made("stamp", "Stamp", .stamps(isReversed: isReordered || version > 1, withTime: oddities.contains(.now))))
    }
    if oddities.contains(.decimals) { rules.append(made("sum", "Sum", .takesOver())) }
    if oddities.contains(.doomed) { rules.append(made("doomed", Self.doomed, .send)) }
    if oddities.contains(.oddSteps) {
      rules.append(made("guard", "Guard", .send).also(.value(.held(false))))
      rules.append(made("shield", "Shield", .send).unless(.value(.held(true))))
    }
    return RuleSet(rules: rules, fingerprint: "catalog-\(version)")
  }

  /// What a task of a step is like when it comes.
  func task(_ id: String, _ step: String, instance: String?, _ random: inout SplitMix) -> ModelTask {
    var task = ModelTask(id, step: step, instance: instance)
    task.isOverdue = random.chance(0.2)
    if random.chance(0.03) { task.refusal = random.one(of: [400, 403, 422]) }
    switch step {
    case "Form": task.fields = [ModelTask.field("ok", type: "boolean", required: false, value: .bool(true))]
    case "Proved": task.quote = []
    case "Quote":
      let total = random.number(100...6_500)
      task.quote = random.chance(0.05) ? [] : [JSONMember("total", .string("\(total).50"))]
      task.fields = [ModelTask.field("total", type: "text")]
    case "Stamp":
      task.fields = ["at", "day", "by"].map { ModelTask.field($0, type: "text") }
      if random.chance(0.3) { task.refusal = random.one(of: [400, 422]) }
    case "Sum":
      // A number of a customer who leans on the key.
      let total = random.chance(0.2) ? "100." + String(repeating: "0", count: 61) : "\(random.number(100...6_500)).50"
      task.quote = [JSONMember("total", .string(total))]
      task.fields = [ModelTask.field("total", type: "number")]
      if random.chance(0.3) { task.refusal = random.one(of: [400, 422]) }
    case "Guard", "Shield":
      task.quote = [JSONMember("held", random.chance(0.5) ? .string("legal") : .null)]
      if random.chance(0.4) { task.earlierSteps = random.one(of: EarlierSteps.unreadable) }
    default: break
    }
    return task
  }
}

extension Action {
  /// Completes with the day, the moment and a word.
  fileprivate static func stamps(isReversed: Bool, withTime: Bool) -> Action {
    let fields = [
      CapturedField(name: "at", value: withTime ? .now : .literal(.text("noon"))),
      CapturedField(name: "day", value: withTime ? .today : .literal(.text("today"))),
      CapturedField(name: "by", value: .literal(.text("capataz"))),
    ]
    return .complete(Completion(result: "sent", capturedData: isReversed ? fields.reversed() : fields))
  }
}

extension ValueTest {
  /// Whether the step "Quote" holds the task.
  fileprivate static func held(_ isHeld: Bool) -> ValueTest {
    ValueTest(.captured(step: "Quote", field: "held"), as: .text, [.exists(isHeld)])
  }
}

extension Rule {
  /// The same rule, which leaves alone what this holds of.
  fileprivate func unless(_ predicate: Rules.Predicate) -> Rule {
    var rule = self
    rule.unless = .test(predicate)
    return rule
  }

  /// The same rule, which asks for one thing more.
  func also(_ predicate: Rules.Predicate) -> Rule {
    var rule = self
    rule.when = .all([rule.when, .test(predicate)])
    return rule
  }
}
