import Engine
import Foundation
import GeoTareas
import Pacing

/// What a durable journal would hold: applies records, and hands out what it knows at a start.
struct TestJournal: Sendable {
  private(set) var intents: [String: Intent] = [:]
  private var order: [String] = []
  private(set) var requests: [CallID: RequestEntry] = [:]
  private(set) var decisions: [DecisionEntry] = []
  private(set) var views: [TaskListing] = []
  private(set) var details: [TaskID: TaskListing.Detail] = [:]
  private(set) var touches: [TaskID: Date] = [:]
  /// Every state an intent was committed in, in order.
  private(set) var history: [(id: String, state: Intent.State)] = []

  mutating func apply(_ records: [Record]) {
    for record in records {
      switch record {
      case .intent(let intent):
        if intents[intent.id] == nil { order.append(intent.id) }
        intents[intent.id] = intent
        history.append((intent.id, intent.state))
      case .requestSent(let entry): requests[entry.id] = entry
      case .requestSettled(let id, let stamp): requests[id]?.settled = stamp
      case .requestWithdrawn(let id): requests[id] = nil
      case .decision(let entry): decisions.append(entry)
      case .touched(let task, let at): touches[task] = at
      case .view(let listing): views.append(listing)
      case .detail(let detail, let at): details[detail.task.id] = TaskListing.Detail(detail, at: at)
      }
    }
  }

  var all: [Intent] { order.compactMap { intents[$0] } }

  func states(of task: String) -> [Intent.State] {
    history.filter { intents[$0.id]?.task.rawValue == task }.map(\.state)
  }

  /// All intents of a task, oldest first.
  func known(of task: TaskID) -> [Intent] { all.filter { $0.task == task } }

  func recall(_ tasks: [TaskID]) -> [TaskID: [Intent]] {
    var answer: [TaskID: [Intent]] = [:]
    for task in tasks where all.contains(where: { $0.task == task }) { answer[task] = known(of: task) }
    return answer
  }

  func recovery() -> Recovery {
    let open = Set(all.filter(\.state.isUnresolved).map(\.task))
    let highest = order.compactMap { $0.split(separator: "-").last.flatMap { Int($0) } }.max() ?? 0
    return Recovery(
      open: open.sorted().flatMap { known(of: $0) }, requests: requests.values.sorted { $0.id < $1.id },
      nextIntent: highest + 1, nextRequest: (requests.keys.max() ?? 0) + 1,
      recent: all.filter { $0.attempts > 0 }, pooled: all.filter { $0.pool != nil }, touches: touches)
  }

  /// Forgets requests older than matters, so that long runs stay fast.
  mutating func prune(before id: CallID) { requests = requests.filter { $0.key >= id } }
}
