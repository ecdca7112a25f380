import Foundation
import Patterns
import Rules
import Testing

@Suite struct ImplicationTests {
  private func rule(_ when: Condition, unless: Condition? = nil) -> Rule {
    Rule(
      id: "r", stage: .live, when: when, unless: unless, action: .complete(Completion(result: "x")),
      fingerprint: "", source: .init(file: "f", line: 1))
  }

  static let quote = Condition.test(.text(.workflow, .equals("Quote")))
  static let send = Condition.test(.text(.step, .equals("Send")))
  static let late = Condition.test(.flag(.overdue, true))

  @Test("an equal or plainly wider rule takes all tasks of a later one")
  func wider() throws {
    let quote = Self.quote
    let send = Self.send
    #expect(rule(quote).takesAll(of: rule(quote)))
    #expect(rule(quote).takesAll(of: rule(.all([send, quote]))))
    #expect(rule(.all([quote, send])).takesAll(of: rule(.all([send, .all([quote])]))))
    #expect(rule(.any([quote, send])).takesAll(of: rule(send)))
    #expect(rule(.any([quote, send])).takesAll(of: rule(.all([send, Self.late]))))
    #expect(rule(.test(.text(.step, .like(try Glob("S*"))))).takesAll(of: rule(send)))
    #expect(
      rule(.test(.text(.step, .anyOf([.equals("Send"), .equals("Close")])))).takesAll(of: rule(send)))
    #expect(rule(.test(.text(.step, .not(.equals("Close"))))).takesAll(of: rule(send)))
    #expect(rule(quote, unless: Self.late).takesAll(of: rule(quote, unless: .any([Self.late, send]))))
  }

  @Test("tighter times and values take all tasks of wider ones' rules")
  func tighter() throws {
    func takes(_ wide: Condition, _ tight: Condition) -> Bool { rule(wide).takesAll(of: rule(tight)) }
    let office = Make.office()
    let (one, two) = (try Make.decimal("1"), try Make.decimal("2"))
    #expect(takes(Make.time(.age, atLeast: "60m"), Make.time(.age, atLeast: "2h", lessThan: "3h")))
    #expect(takes(Make.time(.age, atLeast: "1h"), Make.time(.age, moreThan: "1h")))
    #expect(!takes(Make.time(.age, moreThan: "1h"), Make.time(.age, atLeast: "1h")))
    #expect(takes(Make.time(.dueIn, lessThan: "2bd", by: office), Make.time(.dueIn, atMost: "1bd", by: office)))
    #expect(!takes(Make.time(.dueIn, lessThan: "2d"), Make.time(.dueIn, atMost: "1bd", by: office)))
    #expect(!takes(Make.time(.age, lessThan: "2bd", by: office), Make.time(.age, atMost: "1bd")))
    #expect(!takes(Make.time(.age, atLeast: "1h"), Make.time(.overdueBy, atLeast: "2h")))
    #expect(takes(Self.late, Make.time(.overdueBy, atLeast: "1bd", by: office)))
    #expect(takes(.test(.flag(.hasDueDate, true)), Make.time(.dueIn, atLeast: "1h")))
    #expect(takes(Make.value(.atMost(two)), Make.value(.atMost(one), .exists(true))))
    #expect(takes(Make.value(.moreThan(one)), Make.value(.atLeast(two))))
    #expect(takes(Make.value(.oneOf([one, two])), Make.value(.oneOf([two]))))
    #expect(takes(Make.value(.lessThan(two)), Make.value(.oneOf([one]))))
    #expect(!takes(Make.value(.exists(true)), Make.value(.oneOf([one]))))
    #expect(!takes(Make.value(as: .number, .atMost(two)), Make.value(.atMost(one))))
    #expect(takes(.fact("f", Self.quote), .all([Self.send, .fact("g", Self.quote)])))
    #expect(takes(.test(.resultAvailable(["a", "b"])), .test(.resultAvailable(["b"]))))
    #expect(
      takes(
        .test(.previousResult(step: "s", oneOf: ["a", "b"])), .test(.previousResult(step: "s", oneOf: ["a"]))))
    #expect(takes(.test(.text(.step, .matches(try Pattern("^S")))), Self.send))
  }

  @Test("no claim about times, values and facts is ever wrong", arguments: [UInt64(21), 22])
  func soundnessOfDetails(seed: UInt64) throws {
    var random = SmallGenerator(state: seed)
    let now = Make.date("2026-03-11T12:00")
    let dates: [Known<Date>] = [
      .unknown, .none, .value(now), .value(now - 3_600), .value(now - 7_200), .value(now + 3_600), .value(now - 90_000),
    ]
    let contents: [FieldContent?] = [nil, .null, .unreadable, .text("x"), .number("1"), .text("2"), .text("3")]
    let tasks =
      dates.flatMap { date in
        contents.map { content in
          Make.quote(total: content).with {
            $0.created = date
            $0.due = date
          }
        }
      } + [Make.quote().with { $0.details = nil }]
    func value() throws -> TypedValue { try Make.decimal("\(Int.random(in: 1...3, using: &random))") }
    func bound() -> String {
      "\(Int.random(in: 1...3, using: &random))\(["h", "bh", "bd"].randomElement(using: &random) ?? "h")"
    }
    func leaf() throws -> Condition {
      let calendar = Bool.random(using: &random) ? Make.office() : nil
      let field = TimeTest.Field.allCases.randomElement(using: &random) ?? .age
      switch Int.random(in: 0..<9, using: &random) {
      case 0: return Make.time(field, atLeast: bound(), by: calendar)
      case 1: return Make.time(field, moreThan: bound(), atMost: bound(), by: calendar)
      case 2: return Make.time(field, lessThan: bound(), by: calendar)
      case 3: return .test(.flag([.overdue, .hasDueDate].randomElement(using: &random) ?? .overdue, true))
      case 4: return Make.value(.atLeast(try value()), .moreThan(try value()))
      case 5: return Make.value(.lessThan(try value()))
      case 6: return Make.value(.oneOf([try value(), try value()]))
      case 7: return Make.value(.exists(Bool.random(using: &random)))
      default: return .fact("f", Make.value(.atMost(try value())))
      }
    }
    var claims = 0
    for _ in 0..<4_000 {
      let earlier = rule(try leaf(), unless: Int.random(in: 0..<3, using: &random) == 0 ? try leaf() : nil)
      let later = rule(.all([try leaf(), try leaf()]), unless: Bool.random(using: &random) ? try leaf() : nil)
      guard earlier.takesAll(of: later) else { continue }
      claims += 1
      let isWrong = tasks.contains { later.matches($0, at: now) == .yes && earlier.matches($0, at: now) != .yes }
      #expect(!isWrong, "\(earlier.when) over \(later.when)")
    }
    #expect(claims > 50)
  }

  @Test("where it is not certain nothing is claimed")
  func notProved() throws {
    let quote = Self.quote
    let send = Self.send
    #expect(!rule(.all([quote, send])).takesAll(of: rule(quote)))
    #expect(!rule(quote, unless: Self.late).takesAll(of: rule(quote)))
    #expect(!rule(quote, unless: .any([Self.late, send])).takesAll(of: rule(quote, unless: Self.late)))
    #expect(!rule(.test(.text(.step, .like(try Glob("C*"))))).takesAll(of: rule(send)))
    #expect(!rule(.none([send])).takesAll(of: rule(quote)))
    #expect(!rule(.test(.flag(.overdue, false))).takesAll(of: rule(Self.late)))
  }

  @Test("no claim is ever wrong, over random rules and every small task", arguments: [UInt64(11), 12, 13])
  func soundness(seed: UInt64) throws {
    var random = SmallGenerator(state: seed)
    let tasks = Self.tasks
    var claims = 0
    for _ in 0..<2000 {
      let earlier = rule(try condition(2, &random), unless: try maybe(&random))
      let later = rule(try condition(2, &random), unless: try maybe(&random))
      guard earlier.takesAll(of: later) else { continue }
      claims += 1
      let isWrong = tasks.contains {
        later.matches($0, at: .distantPast) == .yes && earlier.matches($0, at: .distantPast) != .yes
      }
      #expect(!isWrong, "\(earlier.when) unless \(String(describing: earlier.unless)) over \(later.when)")
    }
    #expect(claims > 20)
  }

  private static var tasks: [TaskView] {
    let texts: [Known<String>] = [.unknown, .none, .value("a"), .value("b"), .value("ab")]
    let flags: [Known<Bool>] = [.unknown, .value(true), .value(false)]
    return texts.flatMap { step in
      texts.flatMap { workflow in
        flags.map { TaskView(id: "1", instanceID: "2", workflow: workflow, step: step, escalated: $0) }
      }
    }
  }

  private func maybe(_ random: inout SmallGenerator) throws -> Condition? {
    Int.random(in: 0..<3, using: &random) == 0 ? try condition(1, &random) : nil
  }

  private func condition(_ depth: Int, _ random: inout SmallGenerator) throws -> Condition {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
    case 0: .test(.text(.step, try text(2, &random)))
    case 1: .test(.text(.workflow, try text(1, &random)))
    case 2: .test(.flag(.escalated, Bool.random(using: &random)))
    case 3: .all([try condition(depth - 1, &random), try condition(depth - 1, &random)])
    case 4: .any([try condition(depth - 1, &random), try condition(depth - 1, &random)])
    default: .none([try condition(depth - 1, &random)])
    }
  }

  private func text(_ depth: Int, _ random: inout SmallGenerator) throws -> TextTest {
    switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &random) {
    case 0: .equals("a")
    case 1: .equals("b")
    case 2: .like(try Glob("a*"))
    case 3: .not(try text(depth - 1, &random))
    default: .anyOf([try text(depth - 1, &random), try text(depth - 1, &random)])
    }
  }
}
