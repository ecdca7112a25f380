import Engine
import Foundation
import GeoTareas
import Pacing
import Rules

/// What a poll of many tasks costs the engine, from rows to candidates: reading them for the index is part of it.
struct DecisionBenchmark {
  let tasks: [TaskView]
  let drafts: [RuleDraft]

  func run() throws {
    guard let page = try TaskPage(TaskPage.written(tasks)) else { return }
    let listing = TaskListing(at: Tenant.now, rows: page.tasks.map { .init(task: $0, overdue: false) })
    let settings = Settings(tenant: "benchmark", zone: TimeZone(identifier: "America/Guayaquil") ?? .gmt)
    let now = Stamp(boot: "", instant: Instant(nanoseconds: 0), wall: Tenant.now)
    for size in MatchingBenchmark.sizes {
      let rules = RuleSet(try drafts.prefix(size).map { try $0.rule() })
      var candidates = 0
      // Making an engine indexes the rules: that is measured elsewhere.
      let making = median(of: 5) { blackHole(Engine(settings: settings, rules: rules)) }
      let deciding = median(of: 5) {
        let engine = Engine.deciding(listing, intents: [:], settings: settings, rules: rules, at: now)
        candidates = engine.candidates.count
      }
      let milliseconds = (deciding - making).seconds * 1e3
      print(
        "deciding about \(page.tasks.count) tasks by \(size) rules in the engine: \(milliseconds.written(1)) ms, "
          + "\(candidates) candidates")
    }
  }
}
