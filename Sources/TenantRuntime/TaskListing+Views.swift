import Engine
import Foundation
package import GeoTareas
package import Records
package import RuleFiles
package import Rules

extension TenantConfiguration {
  /// A task of the tenant as its rules see it.
  ///
  /// - Parameter detail: what the task's detail showed, where that was read.
  package func view(of row: TaskListing.Row, detail: TaskDetail? = nil) -> TaskView {
    TaskView(row.task, listedAsOverdue: row.overdue, zone: zone, details: detail.map { TaskDetails($0) })
  }
}

extension TaskListing {
  /// The tasks as a tenant's rules see them, each with its detail where that was kept of the same state; in their order.
  package func views(of tenant: TenantConfiguration) -> [TaskView] {
    rows.map { tenant.view(of: $0, detail: detail(of: $0)) }
  }

  /// The detail that was kept of a task, where it shows the same state as its row.
  package func detail(of row: Row) -> TaskDetail? {
    details[row.task.id].flatMap { TaskState($0.detail.task) == TaskState(row.task) ? $0.detail : nil }
  }
}
