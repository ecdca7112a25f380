/// The filters of a list call.
package struct TaskQuery: Sendable, Hashable {
  package var status: String?
  package var overdueOnly: Bool
  /// The type of the tasks' entity.
  package var entityType: String?
  /// The most rows of a page.
  package var limit: Int

  package init(
    status: String? = nil, overdueOnly: Bool = false, entityType: String? = nil, limit: Int = TaskQuery.pageSize
  ) {
    self.status = status
    self.overdueOnly = overdueOnly
    self.entityType = entityType
    self.limit = limit
  }

  /// The largest page the API gives; more is refused, not clamped.
  package static let pageSize = 100
}

/// One page of the list.
package struct TaskPage: Sendable, Equatable {
  package var tasks: [WorkflowTask]
  /// Rows that could not be read: no id, or an id no request can be made with.
  package var unreadable: Int
  /// The server's word on how many there are; a hint, not a fact.
  package var total: Int?

  /// How many rows the server sent.
  package var rowCount: Int { tasks.count + unreadable }

  init?(data: JSONValue, meta: JSONValue?) {
    guard let rows = data.array else { return nil }
    tasks = rows.compactMap { WorkflowTask($0) }
    unreadable = rows.count - tasks.count
    if case .number(let text)? = meta?["total"] { total = Int(text) } else { total = nil }
  }
}
