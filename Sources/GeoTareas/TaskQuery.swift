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

  /// The largest page that the API allows.
  ///
  /// It refuses a larger one instead of shortening it.
  package static let pageSize = 100
}
