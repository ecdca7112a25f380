import Engine
package import Foundation
package import GeoTareas
package import Records
package import RuleFiles
package import Rules
import TenantRuntime

/// Snapshot of a tenant's tasks, for commands that only look.
package struct TenantSnapshot: Sendable {
  package var tenant: TenantConfiguration
  package var rules: RuleSet
  package var listing: TaskListing
  /// Whether the tasks were read just now, or when a daemon read them.
  package var age: TaskListing.Age
  /// The details that were read as well, by task; only of tasks that have not changed in the list since.
  package var details: [TaskID: TaskDetail]
  /// When a daemon read a detail, where it was not read just now.
  package private(set) var detailTimes: [TaskID: Date] = [:]
  /// The forms of steps that the daemon has kept.
  package var forms: [KnownForm] = []
  /// What the daemon last said about what it waits for.
  package var waits: [Wait] = []

  package init(
    tenant: TenantConfiguration, rules: RuleSet, listing: TaskListing, age: TaskListing.Age,
    details: [TaskID: TaskDetail] = [:]
  ) {
    self.tenant = tenant
    self.rules = rules
    self.listing = listing
    self.age = age
    self.details = details
    for row in listing.rows {
      guard details[row.task.id] == nil, let kept = listing.details[row.task.id],
        TaskState(kept.detail.task) == TaskState(row.task)
      else { continue }
      self.details[row.task.id] = kept.detail
      detailTimes[row.task.id] = kept.at
    }
  }

  /// Adds a detail that was read just now.
  package mutating func take(_ detail: TaskDetail, of task: TaskID) {
    details[task] = detail
    detailTimes[task] = nil
  }

  /// The zone in which the API's times are meant.
  package var zone: TimeZone { tenant.zone }

  /// The row of a task; nil when it was not listed.
  package func row(of task: TaskID) -> TaskListing.Row? { listing.rows.first { $0.task.id == task } }

  /// A task as rules see it, with its detail where that was read.
  package func view(of row: TaskListing.Row) -> TaskView {
    tenant.view(of: row, detail: details[row.task.id])
  }

  /// The tasks as they were listed, with the details that were read.
  package var detailedListing: TaskListing {
    var listing = listing
    for (task, detail) in details {
      listing.details[task] = TaskListing.Detail(detail, at: detailTimes[task] ?? listing.at)
    }
    return listing
  }
}
