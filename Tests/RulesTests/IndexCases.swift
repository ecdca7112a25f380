import CalendarTime
import Foundation
import Patterns
import Rules

/// Random rules and tasks over few values, so that they meet often; the same for the same seed.
struct IndexCases {
  static let now = Date(timeIntervalSince1970: 1_772_000_000)
  static let names = ["Quote", "Collections", "Caf\u{E9}", "Cafe\u{301}", "Send Welcome", "Send Bill", "x", ""]
  static let parties = (0..<4).map { Party(id: "\($0)", name: names[$0]) } + [Party(id: "9", name: "Quote")]
  static let patterns = [
    "^Send", "e$", "o", "[0-9]+", "^Send W.*x$", "[BW]ill?", "Caf\u{E9}(Send|x)?", "^[A-Z]uote *Bill$",
  ].compactMap { try? Pattern($0) }
  static let globs = ["Send *", "*o*", "Caf?", "?", "*", "Send*Bill", "[CQ]*[!e]x", "*Caf\u{E9}", "Quote*"].compactMap {
    try? Glob($0)
  }
  static let lengths: [TimeInterval] = [
    -3_600, -1, -0.5, 0, 0.5, 1, 3_599, 3_599.9996, 3_600, 3_600.0003, 3_601, 7_200, 90_000,
  ]
  static let zone = TimeZone(secondsFromGMT: -5 * 3_600) ?? .gmt
  static let office = WorkCalendar(
    name: "office", zone: zone,
    open: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, [WorkCalendar.Opening(start: 540, end: 1_080)]) }))

  var random: TestRandom

  init(seed: UInt64) { random = TestRandom(state: seed) }

  mutating func one<Value>(of values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  // MARK: Tasks

  mutating func known<Value>(_ value: Value, _ blank: Int) -> Known<Value> {
    guard chance(blank) else { return .value(value) }
    return chance(2) ? .none : .unknown
  }

  /// - Parameter blank: one in so many fields is none or unknown.
  mutating func task(blank: Int) -> TaskView {
    TaskView(
      id: "1", instanceID: "2", workflow: known(one(of: Self.names), blank), step: known(one(of: Self.names), blank),
      status: known(one(of: ["PENDING", "IN_PROGRESS"]), blank), assignedUser: known(one(of: Self.parties), blank),
      assignedGroup: known(one(of: Self.parties), blank), entityType: known(one(of: Self.names), blank),
      entityID: known("\(Int.random(in: 0..<50, using: &random))", blank),
      entityLabel: known(one(of: Self.names) + one(of: Self.names), blank),
      due: known(Self.now - one(of: Self.lengths), blank), created: known(Self.now - one(of: Self.lengths), blank),
      escalated: known(chance(2), blank), listedAsOverdue: chance(8), details: chance(6) ? nil : details(),
      zone: Self.zone)
  }

  private mutating func details() -> TaskDetails {
    let contents: [FieldContent] = [.text("Quote"), .number("10.50"), .boolean(true), .null, .other, .unreadable]
    let record = StepRecord(
      step: one(of: ["Quote", "x"]), result: chance(4) ? nil : one(of: ["ok", "no"]),
      captured: chance(4) ? [:] : ["total": one(of: contents), "name": one(of: contents)], isWhole: !chance(5))
    return TaskDetails(
      steps: chance(4) ? [] : [record], gap: chance(4) ? one(of: [0, 1]) : nil,
      form: chance(4) ? nil : ["total": one(of: contents)],
      results: chance(4) ? nil : ["ok"])
  }

  // MARK: Rules

  mutating func rule(_ number: Int, parts: ClosedRange<Int>) -> Rule {
    let parts = (0..<Int.random(in: parts, using: &random)).map { _ in condition(depth: 2) }
    var completion = Completion(result: "ok")
    if chance(6) {
      completion.capturedData = [
        CapturedField(name: "v", value: .captured(CapturedReference(step: "Quote", field: "total", as: .text)))
      ]
    }
    let stage: Rule.Stage = chance(3) ? one(of: [.shadow, .canary]) : .live
    var safeguards = Safeguards()
    safeguards.canaryShare = 0.5
    return Rule(
      id: "r\(number)", stage: stage, when: .all(parts), unless: chance(3) ? condition(depth: 1) : nil,
      action: .complete(completion), safeguards: safeguards, fingerprint: "\(number)",
      source: .init(file: "f", line: number))
  }

  private mutating func condition(depth: Int) -> Condition {
    guard depth > 0, chance(4) else { return .test(predicate()) }
    let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in condition(depth: depth - 1) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .all(parts)
    case 1: return .any(parts)
    case 2: return .none(parts)
    default: return .fact("f", .any(parts))
    }
  }

  private mutating func predicate() -> Rules.Predicate {
    switch Int.random(in: 0..<28, using: &random) {
    case 0...13: return .text(one(of: TextField.allCases), textTest(depth: 2))
    case 14...18: return .assignee(one(of: AssigneeField.allCases), assigneeTest(depth: 2))
    case 19...21: return .flag(one(of: FlagField.allCases), chance(2))
    case 22...25: return .time(timeTest())
    case 26: return .value(valueTest())
    default:
      return chance(2) ? .previousResult(step: "Quote", oneOf: ["ok"]) : .resultAvailable([one(of: ["ok", "no"])])
    }
  }

  private mutating func textTest(depth: Int) -> TextTest {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...4: return .equals(one(of: Self.names + ["PENDING", "7", "Quotex"]))
    case 5: return .like(one(of: Self.globs))
    case 6: return .matches(one(of: Self.patterns))
    case 7 where depth > 0: return .not(textTest(depth: depth - 1))
    default:
      guard depth > 0 else { return .equals("Quote") }
      return .anyOf((0..<Int.random(in: 0...3, using: &random)).map { _ in textTest(depth: depth - 1) })
    }
  }

  private mutating func assigneeTest(depth: Int) -> AssigneeTest {
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: return .name(textTest(depth: 1))
    case 2, 3: return .id(one(of: Self.parties).id)
    case 4 where depth > 0: return .not(assigneeTest(depth: depth - 1))
    default:
      guard depth > 0 else { return .id("7") }
      return .anyOf((0..<Int.random(in: 0...3, using: &random)).map { _ in assigneeTest(depth: depth - 1) })
    }
  }

  private mutating func timeTest() -> TimeTest {
    func bound(_ random: inout TestRandom) -> TimeTest.Bound {
      let spans = [
        Span(thousandths: 1_000, unit: .hour), .init(thousandths: 500, unit: .second),
        .init(thousandths: 0, unit: .minute), .init(thousandths: 1_000, unit: .day),
        .init(thousandths: 1_000, unit: .businessHour), .init(thousandths: 2_500, unit: .businessHour),
        .init(thousandths: 250, unit: .businessDay), .init(thousandths: 0, unit: .businessDay),
      ]
      return .init(
        spans[Int.random(in: 0..<spans.count, using: &random)], isInclusive: Bool.random(using: &random))
    }
    let lower = chance(3) ? nil : bound(&random)
    let upper = lower == nil || chance(2) ? bound(&random) : nil
    return TimeTest(one(of: TimeTest.Field.allCases), lower: lower, upper: upper, calendar: Self.office)
  }

  private mutating func valueTest() -> ValueTest {
    let place: ValueTest.Place = chance(2) ? .captured(step: "Quote", field: "total") : .form(field: "total")
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return ValueTest(place, as: .text, [.oneOf([.text("Quote")])])
    case 1: return ValueTest(place, as: .decimal, [.atLeast(.decimal(10))])
    default: return ValueTest(place, as: .text, [.exists(chance(2))])
    }
  }
}

/// A generator whose numbers follow from its seed.
///
/// Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators.
struct TestRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
