import Foundation
import Rules
import Testing

@Suite struct RuleIndexTests {
  /// How cases are made.
  struct Shape: CustomTestStringConvertible {
    var rules: Int
    var tasks: Int
    /// How many conditions of a rule at its top level.
    var parts: ClosedRange<Int>
    /// One in so many fields of a task is none or unknown.
    var blank: Int
    var largestTable: Int
    var sets: Int
    var mostWords = 1 << 19
    var mostTexts = 1 << 16

    var testDescription: String { "\(sets) sets of \(rules) rules, \(tasks) tasks, tables of \(largestTable)" }
  }

  /// A million pairs of a rule and a task.
  static let shapes = [
    Shape(rules: 1, tasks: 20, parts: 1...2, blank: 2, largestTable: 8, sets: 2_000),
    Shape(rules: 8, tasks: 20, parts: 1...4, blank: 8, largestTable: 2, sets: 500),
    Shape(rules: 40, tasks: 40, parts: 3...6, blank: 3, largestTable: 4, sets: 100),
    Shape(rules: 100, tasks: 60, parts: 3...7, blank: 30, largestTable: 16, sets: 30),
    Shape(rules: 400, tasks: 200, parts: 4...8, blank: 30, largestTable: 16, sets: 2),
    Shape(rules: 400, tasks: 200, parts: 4...8, blank: 10, largestTable: 512, sets: 2),
    // Too little room for rows, and for texts.
    Shape(rules: 40, tasks: 40, parts: 3...6, blank: 20, largestTable: 64, sets: 60, mostWords: 6),
    Shape(rules: 40, tasks: 200, parts: 3...6, blank: 20, largestTable: 64, sets: 20, mostTexts: 3),
  ]

  @Test("texts that no rule names are remembered up to some megabytes, and what is asked about them stays right")
  func longTexts() throws {
    let set = RuleSet([Make.rule("r", .test(.text(.entityLabel, .like(try Glob("*77")))))])
    var session = RuleIndex.Search(RuleIndex(set), mostTextBytes: 1 << 20)
    let empty = session.byteCount
    let long = String(repeating: "x", count: 4_000)
    let tasks = (0..<700).map { number in Make.quote().with { $0.entityLabel = .value("\(long)\(number)") } }
    var read: [IndexedTask] = []
    var most = 0
    for task in tasks {
      read.append(session.read(task))
      most = max(most, session.byteCount)
    }
    #expect(most - empty > 1 << 20 && most - empty < 3 << 19, "\(most) bytes")
    let verdicts = session.verdicts(on: read, at: IndexCases.now)
    #expect(verdicts.count { $0.match == 0 } == 7)
    #expect(zip(tasks, verdicts).allSatisfy { set.verdict(on: $0, at: IndexCases.now) == $1 })
  }

  @Test("the index says what trying every rule says", arguments: shapes)
  func sameVerdict(shape: Shape) {
    for seed in 0..<shape.sets {
      var cases = IndexCases(seed: UInt64(seed))
      let set = RuleSet((0..<shape.rules).map { cases.rule($0, parts: shape.parts) })
      let index = RuleIndex(set, largestTable: shape.largestTable, mostWords: shape.mostWords)
      var session = RuleIndex.Search(index, mostTexts: shape.mostTexts)
      let tasks = (0..<shape.tasks).map { _ in cases.task(blank: shape.blank) }
      let read = tasks.map { session.read($0) }
      // What was learned of a text at one time must hold at another.
      for now in [IndexCases.now, IndexCases.now + 3_600.25] {
        for (task, read) in zip(tasks, read) {
          let expected = set.verdict(on: task, at: now)
          let found = [session.verdict(on: read, at: now), index.verdict(on: task, at: now)]
          guard found.allSatisfy({ $0 == expected }) else {
            Issue.record("seed \(seed): expected \(expected), found \(found), task \(task)")
            return
          }
        }
      }
    }
  }
}
