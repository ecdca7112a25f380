/// The states of a task that the API knows.
///
/// Source: the vendor's page "Workflow Tasks".
package enum StatusName: String, Sendable, Hashable, CaseIterable {
  case pending = "PENDING"
  case inProgress = "IN_PROGRESS"
  case completed = "COMPLETED"
}
