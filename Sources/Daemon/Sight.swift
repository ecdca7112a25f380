package import Engine
package import Foundation
package import GeoTareas
package import RuleFiles
package import Rules

/// A tenant's tasks as they were read last: what the looking commands speak about.
package struct Sight: Sendable {
  package var tenant: TenantConfiguration
  package var rules: RuleSet
  package var listing: TaskListing
  /// Whether the tasks were read just now, or when a daemon read them.
  package var age: TaskListing.Age
  /// The details that were read as well, by task.
  package var details: [TaskID: TaskDetail]

  package init(
    tenant: TenantConfiguration, rules: RuleSet, listing: TaskListing, age: TaskListing.Age,
    details: [TaskID: TaskDetail] = [:]
  ) {
    self.tenant = tenant
    self.rules = rules
    self.listing = listing
    self.age = age
    self.details = details
  }

  /// The zone in which the API's times are meant; the loader has checked that it exists.
  package var zone: TimeZone { TimeZone(identifier: tenant.timezone) ?? .gmt }

  /// The row of a task; nil when it was not listed.
  package func row(of task: TaskID) -> TaskListing.Row? { listing.rows.first { $0.task.id == task } }

  /// A task as rules see it, with its detail where that was read.
  package func view(of row: TaskListing.Row) -> TaskView {
    TaskView(
      row.task, listedAsOverdue: row.overdue, zone: zone, details: details[row.task.id].map { TaskDetails($0) })
  }
}
