import Daemon
import Pacing
import Testing

/// When the receiver of dead-man's calls is called: on a clock that the tests turn.
@Suite struct DeadManTests {
  /// A receiver that notices when calls stay away, and tenants that are polled every thirty seconds.
  private struct World {
    var man: DeadMan
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var polls: [String: Instant?] = [:]
    var errors = 0
    /// Tenants that are not polled.
    var silent: Set<String> = []
    /// True while calls do not get through.
    var isCutOff = false
    var calls: [(call: DeadMan.Call, at: Instant)] = []

    init(every: Duration = .seconds(300), isStart: Bool = true, _ tenants: [String]) {
      man = DeadMan(every: every, isStart: isStart)
      for tenant in tenants { polls.updateValue(nil, forKey: tenant) }
    }

    /// Lets time pass in steps of five seconds; every sixth of them is a poll.
    mutating func pass(_ duration: Duration) {
      let end = now + duration
      while now < end {
        now = now + .seconds(5)
        if now.nanoseconds / 1_000_000_000 % 30 == 0 {
          for tenant in polls.keys where !silent.contains(tenant) {
            polls.updateValue(now - .seconds(1), forKey: tenant)
          }
        }
        guard let call = man.next(at: now, polls: polls, errors: errors) else { continue }
        if !isCutOff { calls.append((call, now)) }
        man.ended(isTaken: !isCutOff, at: now)
      }
    }

    func count(_ call: DeadMan.Call) -> Int { calls.count { $0.call == call } }
  }

  @Test("the start is told once, then a call of success follows at most every period, and only after polls of all")
  func steady() {
    var world = World(["acme", "north"])
    world.pass(.seconds(3_600))
    #expect(world.calls.first?.call == .start && world.count(.start) == 1 && world.count(.failure) == 0)
    #expect((11...12).contains(world.count(.success)))
    let times = world.calls.filter { $0.call == .success }.map(\.at)
    for (one, next) in zip(times, times.dropFirst()) { #expect(next - one >= .seconds(300)) }
  }

  @Test("one tenant that cannot be read keeps the call away, and the receiver notices within two periods")
  func oneSilent() {
    var world = World(["acme", "north"])
    world.pass(.seconds(1_200))
    let silence = world.now
    world.silent = ["north"]
    world.polls.updateValue(nil, forKey: "north")
    world.pass(.seconds(3_600))
    #expect(world.calls.allSatisfy { $0.at <= silence })
    world.silent = []
    let before = world.count(.success)
    world.pass(.seconds(60))
    #expect(world.count(.success) == before + 1, "it goes on by itself")
  }

  @Test("a tenant whose last poll was told already counts as not polled, whether or not that is known as trouble")
  func stalePoll() {
    var world = World(["acme"])
    world.pass(.seconds(600))
    let before = world.count(.success)
    world.silent = ["acme"]
    world.pass(.seconds(3_600))
    #expect(world.count(.success) <= before + 1)
    #expect(world.calls.last.map { world.now - $0.at > .seconds(3_000) } == true)
  }

  @Test("a tenant that was never polled, and no tenant at all, are no success")
  func never() {
    var world = World([])
    world.pass(.seconds(3_600))
    #expect(world.count(.success) == 0)
    world = World(["acme", "left-out"])
    world.silent = ["left-out"]
    world.pass(.seconds(3_600))
    #expect(world.count(.success) == 0 && world.count(.start) == 1)
  }

  @Test("what needs a person is told at once, once a period however often it comes, and success waits for a period")
  func failures() {
    var world = World(["acme"])
    world.pass(.seconds(600))
    world.errors = 1
    world.pass(.seconds(5))
    #expect(world.calls.last?.call == .failure)
    let told = world.now
    for _ in 0..<59 {
      world.errors += 1
      world.pass(.seconds(5))
    }
    #expect(world.count(.failure) == 1)
    world.pass(.seconds(10))
    #expect(world.count(.failure) == 2, "those that came meanwhile")
    world.pass(.seconds(3_600))
    #expect(world.count(.failure) == 2)
    #expect(world.calls.first { $0.call == .success && $0.at > told }.map { $0.at - told >= .seconds(300) } == true)
  }

  @Test("a call that fails is made again soon, not in the very next moment, and nothing is forgotten")
  func cutOff() {
    var world = World(every: .seconds(3_600), ["acme"])
    world.isCutOff = true
    world.pass(.seconds(120))
    world.errors = 1
    world.pass(.seconds(60))
    #expect(world.calls.isEmpty)
    world.isCutOff = false
    world.pass(.seconds(35))
    #expect(world.calls.map(\.call) == [.failure], "the start is not told late")
    world.pass(.seconds(7_300))
    #expect(world.count(.failure) == 1 && world.count(.success) == 2)
  }

  @Test("while a call is under way there is no other one, and what ends without having begun changes nothing")
  func oneAtATime() {
    var man = DeadMan(every: .seconds(60), isStart: true)
    let now = Instant(nanoseconds: 1_000_000_000)
    man.ended(isTaken: true, at: now)
    #expect(man.next(at: now, polls: ["acme": now], errors: 0) == .start)
    #expect(man.next(at: now, polls: ["acme": now], errors: 9) == nil)
    man.ended(isTaken: false, at: now)
    #expect(man.next(at: now, polls: ["acme": now], errors: 0) == .success, "a start that fails delays nothing")
  }

  @Test("after a reload nothing is said to have started, and what was told before is not told again")
  func reload() {
    var man = DeadMan(every: .seconds(60), isStart: false, errors: 7)
    let now = Instant(nanoseconds: 1_000_000_000)
    #expect(man.next(at: now, polls: ["acme": nil], errors: 7) == nil)
    #expect(man.next(at: now, polls: ["acme": nil], errors: 8) == .failure)
  }
}
