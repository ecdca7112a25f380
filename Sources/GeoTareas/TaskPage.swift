import JSON

/// One page of the list.
package struct TaskPage: Sendable, Equatable {
  package var tasks: [WorkflowTask]
  /// The rows with an essential part that cannot be read, in their order; for some the task is known.
  package var faults: [RowFault]
  /// The total that the server states; a hint, not a fact.
  package var total: Int?
  /// How many rows the server sent.
  package var rowCount: Int
  /// Tells apart pages on which no task can be read; nil for other pages.
  package var mark: UInt64?

  init?(data: JSONValue, meta: JSONValue?) {
    guard let rows = data.array else { return nil }
    rowCount = rows.count
    tasks = []
    tasks.reserveCapacity(rows.count)
    faults = []
    for (place, row) in rows.enumerated() {
      let task = WorkflowTask(row)
      if let task { tasks.append(task) }
      if let fault = RowFault(row, task, at: place) { faults.append(fault) }
    }
    // FNV-1a.
    if tasks.isEmpty { mark = data.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
    if case .number(let text)? = meta?["total"] { total = Int(text) } else { total = nil }
  }

  /// About how many bytes it takes to keep its tasks.
  package var size: Int { tasks.reduce(0) { $0 + $1.size } }

  /// How many rows contain no task: no id or instance id, or one that no request can be made with.
  package var unreadable: Int { rowCount - tasks.count }
}
