import CalendarTime
import Foundation
import Rules
import Testing

@Suite struct PoolTests {
  static let now = Make.date("2026-03-09T15:30")

  static func member(
    _ id: String, weight: Int = 1, away: [ClosedRange<CivilDate>] = [], maxOpen: Int? = nil
  ) -> Pool.Member {
    Pool.Member(target: .user(id: id), weight: weight, away: away, maxOpen: maxOpen)
  }

  static func pool(_ pick: Pool.Pick, _ members: [Pool.Member], nobody: Reassignment.Assignee? = nil) -> Pool {
    Pool(name: "p", pick: pick, members: members, ifNobody: nobody)
  }

  private func choose(
    _ pool: Pool, _ standing: PoolStanding = PoolStanding(), _ task: TaskView = Make.quote(),
    notToCurrent: Bool = false,
    samePerson: Bool = false, at now: Date = Self.now
  ) -> PoolChoice {
    let reassignment = Reassignment(
      target: .pool(pool), notToCurrent: notToCurrent, keepsPersonPerInstance: samePerson)
    return pool.choose(for: task, reassignment, standing, at: now)
  }

  /// The ids of as many choices in a row, each noted.
  private func choices(
    _ count: Int, _ pool: Pool, _ standing: inout PoolStanding, task: (Int) -> TaskView = { _ in Make.quote() }
  ) -> [String] {
    (0..<count).map { number in
      let task = task(number)
      guard case .member(let target) = choose(pool, standing, task, notToCurrent: task.assignedUser != .none) else {
        return "nobody"
      }
      standing.note(target, instance: "\(number)", at: Self.now + Double(number))
      return target.id
    }
  }

  @Test("round robin goes on behind the last one")
  func roundRobin() {
    let pool = Self.pool(.roundRobin, ["a", "b", "c"].map { Self.member($0) })
    var standing = PoolStanding()
    #expect(choices(5, pool, &standing) == ["a", "b", "c", "a", "b"])
    #expect(choose(pool, PoolStanding(lastMember: "c")) == .member(.user(id: "a")))
    // Somebody who is no member any more: by time.
    let gone = PoolStanding(lastGiven: ["a": Self.now, "b": Self.now + 1], lastMember: "x")
    #expect(choose(pool, gone) == .member(.user(id: "c")))
  }

  @Test("least loaded takes who has the fewest open tasks for a share of weight")
  func leastLoaded() {
    let pool = Self.pool(.leastLoaded, [Self.member("a"), Self.member("b", weight: 2)])
    #expect(choose(pool, PoolStanding(open: ["a": 1, "b": 3])) == .member(.user(id: "a")))
    #expect(choose(pool, PoolStanding(open: ["a": 2, "b": 3])) == .member(.user(id: "b")))
    // A tie goes to the first in the list.
    #expect(choose(pool, PoolStanding(open: ["a": 1, "b": 2])) == .member(.user(id: "a")))
    var standing = PoolStanding()
    let given = choices(9, pool, &standing)
    #expect(given.filter { $0 == "b" }.count == 6)
  }

  @Test("a tie goes to whoever has waited longest, where the pool says so")
  func longestIdle() {
    var pool = Self.pool(.leastLoaded, ["a", "b", "c"].map { Self.member($0) })
    pool.prefersLongestIdle = true
    let standing = PoolStanding(lastGiven: ["a": Self.now, "b": Self.now - 60, "c": Self.now - 30])
    #expect(choose(pool, standing) == .member(.user(id: "b")))
    #expect(choose(pool, PoolStanding(lastGiven: ["a": Self.now, "b": Self.now])) == .member(.user(id: "c")))
  }

  @Test("who is full is passed over")
  func maxOpen() {
    let pool = Self.pool(.roundRobin, [Self.member("a", maxOpen: 2), Self.member("b", maxOpen: 1)])
    #expect(choose(pool, PoolStanding(open: ["a": 2])) == .member(.user(id: "b")))
    #expect(
      choose(pool, PoolStanding(open: ["a": 2, "b": 5]))
        == .nobody("nobody in pool 'p' can take it (a is full, b is full)"))
  }

  @Test("absences are days of the tenant's zone, the first and the last inside")
  func away() throws {
    let away = [try Make.day(2026, 8, 3)...Make.day(2026, 8, 14)]
    let pool = Self.pool(.roundRobin, [Self.member("a", away: away), Self.member("b")])
    func chosen(_ text: String) -> PoolChoice { choose(pool, at: Make.date(text)) }
    #expect(chosen("2026-08-02T23:59:59") == .member(.user(id: "a")))
    #expect(chosen("2026-08-03T00:00:00") == .member(.user(id: "b")))
    #expect(chosen("2026-08-14T23:59:59") == .member(.user(id: "b")))
    #expect(chosen("2026-08-15T00:00:00") == .member(.user(id: "a")))
  }

  @Test(
    "weighted shares keep to the weights within one percent of 10,000",
    arguments: [[1, 1], [1, 2], [5, 3, 2], [97, 2, 1]])
  func weighted(weights: [Int]) {
    let pool = Self.pool(.weighted, weights.enumerated().map { Self.member("\($0.offset)", weight: $0.element) })
    var standing = PoolStanding()
    let given = choices(10_000, pool, &standing)
    let total = weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      let share = Double(given.filter { $0 == "\(index)" }.count) / 10_000
      #expect(abs(share - Double(weight) / Double(total)) < 0.01)
    }
  }

  @Test("weighted choices are spread: nobody has long runs or long waits")
  func smooth() {
    let pool = Self.pool(.weighted, [Self.member("a", weight: 3), Self.member("b", weight: 1)])
    var standing = PoolStanding()
    let given = choices(400, pool, &standing)
    for start in 0..<392 {
      let count = given[start..<(start + 8)].filter { $0 == "b" }.count
      #expect((1...3).contains(count))
    }
  }

  @Test("who comes new, or back, is not given what others did meanwhile", arguments: Pool.Pick.allCases)
  func newcomer(pick: Pool.Pick) {
    let old = Self.pool(pick, [Self.member("a"), Self.member("b")])
    var standing = PoolStanding()
    _ = choices(1_000, old, &standing)
    // All of it was done meanwhile.
    standing.open = [:]
    let new = Self.pool(pick, [Self.member("a"), Self.member("b"), Self.member("c")])
    let given = choices(30, new, &standing)
    #expect((9...11).contains(given.filter { $0 == "c" }.count))
    #expect(!given.joined().contains("ccc"))
  }

  @Test("not_to: current_assignee passes over who has the task, and needs to know who has it")
  func notToCurrent() {
    let pool = Self.pool(.roundRobin, [Self.member("a"), Self.member("b")])
    let mine = Make.quote().with { $0.assignedUser = .value(Party(id: "a", name: "Ana")) }
    #expect(choose(pool, PoolStanding(), mine) == .member(.user(id: "a")))
    #expect(choose(pool, PoolStanding(), mine, notToCurrent: true) == .member(.user(id: "b")))
    #expect(
      choose(pool, PoolStanding(), mine.with { $0.assignedUser = .unknown }, notToCurrent: true)
        == .nobody("it is not known who has the task now, and it must not go back to them"))
    let group = Pool.Member(target: .group(id: "a"))
    #expect(
      choose(Self.pool(.roundRobin, [group]), PoolStanding(), mine, notToCurrent: true) == .member(.group(id: "a")))
  }

  @Test("weights hold too where every task comes from somebody it may not go back to")
  func weightedNotToCurrent() {
    let pool = Self.pool(.weighted, ["a", "b", "c"].map { Self.member($0) })
    var standing = PoolStanding()
    let given = choices(9_000, pool, &standing) { number in
      Make.quote().with { $0.assignedUser = .value(Party(id: ["a", "b", "c"][number % 3], name: "")) }
    }
    for id in ["a", "b", "c"] { #expect(abs(given.filter { $0 == id }.count - 3_000) < 90) }
  }

  @Test("same_person_per: instance keeps the person, if available and not excluded")
  func samePerson() {
    let pool = Self.pool(.roundRobin, [Self.member("a"), Self.member("b", maxOpen: 3), Self.member("c")])
    let standing = PoolStanding(keeper: ["7": "b"])
    #expect(choose(pool, standing) == .member(.user(id: "a")))
    #expect(choose(pool, standing, samePerson: true) == .member(.user(id: "b")))
    #expect(choose(pool, PoolStanding(open: ["b": 3], keeper: ["7": "b"]), samePerson: true) == .member(.user(id: "a")))
    let mine = Make.quote().with { $0.assignedUser = .value(Party(id: "b", name: "Bo")) }
    #expect(choose(pool, standing, mine, notToCurrent: true, samePerson: true) == .member(.user(id: "a")))
    #expect(choose(pool, PoolStanding(keeper: ["7": "gone"]), samePerson: true) == .member(.user(id: "a")))
  }

  @Test("if_nobody steps in when no member can, unless it has the task already and must not")
  func ifNobody() {
    let pool = Self.pool(.weighted, [Self.member("a", maxOpen: 0)], nobody: .group(id: "31"))
    #expect(choose(pool) == .stand(.group(id: "31")))
    let there = Make.quote().with { $0.assignedGroup = .value(Party(id: "31", name: "Rest")) }
    #expect(
      choose(pool, PoolStanding(), there, notToCurrent: true)
        == .nobody("nobody in pool 'p' can take it (a is full), and who steps in has it already"))
  }

  @Test("noting counts what was given, what is open, and who keeps the instance")
  func note() {
    var standing = PoolStanding(given: ["a": 1], open: ["a": 4])
    standing.note(.user(id: "a"), instance: "7", at: Self.now)
    #expect(
      standing
        == PoolStanding(
          given: ["a": 2], lastGiven: ["a": Self.now], lastMember: "a", open: ["a": 5], keeper: ["7": "a"]))
  }
}
