import GeoTareas
import Pacing

/// How much the engine holds in memory, table by table.
package struct Census: Sendable, Equatable {
  /// Tables of tasks that are listed or in doubt, or were a moment ago.
  package var ofTasks: [String: Int]
  /// Tables that remember tasks for a day after they left the list.
  package var ofTheDay: [String: Int]
  /// Calls under way, and tokens of the limits that are out.
  package var calls: [String: Int]
  /// About how many bytes the texts of tasks take up.
  package var bytes: [String: Int]
  /// The most that each of these may hold, apart from a single page or detail.
  package var mostHeld: Int
  /// How many writes the limits allow in a day.
  package var writesADay: Int

  /// Each table with its size and the most it may hold while `tasks` are known at a time.
  package func bounds(tasks: Int) -> [(name: String, size: Int, most: Int)] {
    ofTasks.map { ($0.key, $0.value, tasks) } + calls.map { ($0.key, $0.value, 400) }
      + bytes.map { ($0.key, $0.value, mostHeld * 2) }
      + ofTheDay.compactMap { name, size in mostOfTheDay(name, tasks: tasks).map { (name, size, $0) } }
  }

  /// Nil for tables that have no bound of their own.
  private func mostOfTheDay(_ name: String, tasks: Int) -> Int? {
    switch name {
    case "allowances": writesADay
    case "touches": tasks + HumanTouches.mostUnlisted
    default: nil
    }
  }
}

extension Engine {
  /// How much is held now.
  package var census: Census {
    Census(
      ofTasks: [
        "rows": polling.rows.count, "queue": queue.count, "book": book.count, "said": reporter.count,
        "facts": reader.held.facts,
        "curious": reader.wanted.count, "unread": reader.unread.count, "busy": flights.busy.count,
        "doubts": verification.count,
        "scopes": limits.held.scopes, "unsaved": outbox.waiting.records, "untold": outbox.waiting.reports,
        "noted": pools.count,
        "forbidden": server.permissions.count, "failed": server.gate.count, "suspects": server.session.count,
        "odd": max(polling.toldRows.size, polling.oddRows.tasks.count),
      ],
      ofTheDay: ["troubles": server.troubles.count, "allowances": limits.held.effects, "touches": touches.count],
      calls: ["flights": flights.count, "tokens": budget.count, "looks": reader.held.looks],
      bytes: [
        "rows": polling.held.rows, "earlier": polling.held.earlier, "facts": reader.held.bytes,
        "forms": forms.held + shapes.held,
      ],
      mostHeld: settings.mostHeld,
      writesADay: writesADay)
  }

  /// A full window may be used at once at the beginning of the day.
  private var writesADay: Int {
    [Endpoint.complete, .reassign].compactMap { settings.limits[$0] }
      .reduce(0) { sum, limit in
        let windows = Int((86_400 / max(0.001, limit.window.inSeconds)).rounded(.up)) + 1
        return sum + limit.requests * windows
      }
  }
}
