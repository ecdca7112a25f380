import Foundation
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
