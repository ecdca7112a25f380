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
    var view = TaskView(row.task, listedAsOverdue: row.overdue, zone: zone)
    view.zone = zone
    view.details = details[row.task.id].map { Self.details($0) }
    return view
  }

  /// What a detail tells rules beyond the list row.
  package static func details(_ detail: TaskDetail) -> TaskDetails {
    TaskDetails(
      steps: detail.previousSteps.map { step in
        StepRecord(step: step.stepName, result: step.result, captured: contents(step.capturedData))
      },
      form: detail.fields.map { fields in contents(fields.map { JSONMember($0.name, $0.value) }) },
      results: detail.availableResults?.map(\.code))
  }

  private static func contents(_ members: [JSONMember]) -> [String: FieldContent] {
    Dictionary(members.map { ($0.key, content($0.value)) }) { first, _ in first }
  }

  private static func content(_ value: JSONValue) -> FieldContent {
    switch value {
    case .null: .null
    case .bool(let flag): .boolean(flag)
    case .number(let digits): .number(digits)
    case .string(let text): .text(text)
    case .array, .object: .other
    }
  }
}
