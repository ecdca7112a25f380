import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules
import Simulation

/// What a poll of many tasks costs the engine, from the answers to the candidates, event by event.
struct DecisionBenchmark {
  let tasks: [TaskView]
  let drafts: [RuleDraft]

  /// What each part of two polls took of the processor.
  private struct Cost {
    /// All answers but the last: rows read and kept.
    var pages = Duration.zero
    /// The last answer, and the journal's about tasks that were never seen before.
    var first = Duration.zero
    /// The last answer of a later poll.
    var next = Duration.zero
    var candidates = 0
  }

  func run() throws {
    print(
      "what a poll of \(tasks.count.written) tasks costs the engine, processor time of one thread, medians of five;")
    print("a first poll reads the tasks for the rules, the next one finds them as they were\n")
    var table = [["rules", "answers", "first decisions", "next decisions", "candidates"]]
    for size in MatchingBenchmark.sizes {
      let rules = RuleSet(try drafts.prefix(size).map { try $0.rule() })
      let costs = try (0..<5).map { _ in try cost(of: rules) }
      func middle(_ part: (Cost) -> Duration) -> String {
        "\((costs.map(part).sorted()[2].seconds * 1e3).written(1)) ms"
      }
      table.append([
        size.written, middle(\.pages), middle(\.first), middle(\.next), costs[0].candidates.written,
      ])
    }
    printTable(table)
    print("")
  }

  /// Polls of a tenant that is only watched, answered by hand.
  private func cost(of rules: RuleSet) throws -> Cost {
    let zone = TimeZone(identifier: "America/Guayaquil") ?? .gmt
    var settings = Settings.documented(tenant: "benchmark", zone: zone)
    settings.pollsOverdue = false
    settings.mode = .dry
    settings.logsIn = false
    settings.summaryEvery = .seconds(86_400)
    var engine = Engine(settings: settings, rules: rules)
    var cost = Cost()
    var now = Instant(nanoseconds: 0)
    var events: [Event] = [.start(Recovery())]
    // Long enough for a second poll inside the limit of lists.
    var end = Instant(nanoseconds: .max)
    while now < end {
      let event = events.isEmpty ? .tick : events.removeFirst()
      var effects: [Effect] = []
      let stamp = ClockReading(boot: "", instant: now, wall: Tenant.now + (now - Instant(nanoseconds: 0)).seconds)
      let time = processorTime { effects = engine.handle(event, at: stamp) }
      var asksJournal = false
      for effect in effects {
        switch effect {
        case .send(let id, .list(let query, let offset), _):
          events.append(.answered(id, .success(try page(query, offset))))
        case .recall:
          events.append(.recalled(Recollection()))
          asksJournal = true
        case .wake(let wake) where events.isEmpty: now = wake
        default: break
        }
      }
      switch event {
      case .answered where asksJournal: cost.first += time
      case .recalled:
        cost.first += time
        cost.candidates = engine.candidates.count
        end = now + (now - Instant(nanoseconds: 0)) * 2
      case .answered where cost.first == .zero: cost.pages += time
      // The one that ends a poll costs more than all others.
      case .answered: cost.next = max(cost.next, time)
      default: break
      }
    }
    return cost
  }

  private func page(_ query: TaskQuery, _ offset: Int) throws -> HTTPResponse {
    let listed = tasks.filter { query.entityType == nil || $0.entityType.value == query.entityType }
    let rows = Array(listed.dropFirst(offset).prefix(query.limit))
    return HTTPResponse(
      status: 200, headers: [HTTPHeader("Content-Type", "application/json")],
      body: TaskPage.written(rows, of: listed.count))
  }
}
