import Foundation
import Glibc
import Log
import Needs
import Testing

/// A tenant full of work, with and without accidents.
@Suite(.limit(minutes: 10)) struct MixedTasksTests {
  @Test("a single run makes every wanted effect once, leaves the rest alone and stays inside every limit")
  func once() async throws {
    try await World.with(sandbox: ["--tasks", "120"], rules: RuleTexts.mixed) { world in
      let before = try await world.sandbox.tasks()
      let wanted = World.wantedByMixedRules(before)
      try #require(wanted.count > 30)
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      try await world.expectExactly(wanted)

      let untouched = Set(before.map(\.id)).subtracting(wanted.map(\.task))
      let after = try await world.sandbox.tasks()
      for task in after where untouched.contains(task.id) {
        let was = before.first { $0.id == task.id }
        #expect(task.status == was?.status)
        #expect(task.assignedToUser?.id == was?.assignedToUser?.id)
        #expect(task.assignedToGroup?.id == was?.assignedToGroup?.id)
      }
      let plan = try world.start("plan", "--exit-code", "--allow-volatile-state")
      #expect(await plan.exit() == .code(0), "nothing is left to do: \(plan.output.text)")
      let intents = try await world.intents()
      #expect(Set(intents.compactMap { $0["task"] }) == Set(wanted.map(\.task)))
      #expect(intents.allSatisfy { $0["state"] == "done" && $0["attempts"] == "1" })
      try world.expectNoSecret(in: run.process, plan)
    }
  }

  @Test("killed at random moments, it still makes every wanted effect exactly once")
  func killed() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["CAPATAZ_KILL_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999)
    let kills = environment["CAPATAZ_KILLS"].flatMap(Int.init) ?? 10
    print("kill run: CAPATAZ_KILL_SEED=\(seed) CAPATAZ_KILLS=\(kills)")
    var random = SeededGenerator(seed: seed)
    try await World.with(
      sandbox: ["--tasks", "120", "--latency", "50-400", "--seed", String(seed)], rules: RuleTexts.mixed
    ) { world in
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      var line = 0
      for _ in 0..<kills {
        let daemon = try world.daemon()
        // The server has seen so many more requests; the answer to the last one is not out yet.
        line = await world.sandbox.process.errors.wait(for: Int.random(in: 1...14, using: &random), from: line) {
          $0.contains("/apidev/")
        }
        daemon.kill(SIGKILL)
        #expect(await daemon.exit() == .signal(SIGKILL), "\(daemon.errors.text)")
      }
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "seed \(seed): \(run.process.errors.text)")
      try await world.expectExactly(wanted)
      let intents = try await world.intents()
      #expect(intents.allSatisfy { $0["state"] == "done" }, "seed \(seed)")
      #expect(intents.count == wanted.count, "seed \(seed)")
    }
  }
}

extension MixedTasksTests {
  @Test("beside people who work on the same tasks, nothing is asked for twice and nobody's work is undone")
  func people() async throws {
    let options = ["--tasks", "120", "--people", "6", "--latency", "20-150"]
    try await World.with(sandbox: options, rules: RuleTexts.mixed) { world in
      let daemon = try world.daemon()
      _ = await daemon.errors.wait(for: 30, from: 0) { LogRecord($0)?.event == "intent.done" }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      let seen = try await world.sandbox.history()
      #expect(seen.history.contains { $0.user != "robot" }, "nobody else did anything")
      let asked = (seen.history + seen.refused).filter { $0.user == "robot" && $0.endpoint == "complete" }
      #expect(Set(asked.map(\.task)).count == asked.count, "a completion was asked for twice")
      // Only somebody else's change makes the same reassignment due again.
      for (task, effects) in Dictionary(grouping: seen.history, by: \.task) {
        for (one, next) in zip(effects, effects.dropFirst()) {
          #expect(one.user != "robot" || next.user != "robot", "\(task)")
        }
      }
      for (endpoint, traffic) in try await world.sandbox.traffic() { #expect(traffic.limited == 0, "\(endpoint)") }
    }
  }
}

/// A small generator whose seed can be named again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // SplitMix64, after Steele, Lea and Flood (2014).
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
