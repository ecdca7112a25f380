import Foundation
import GeoTareas
import JSON
import Journal
import Pacing
import Records
import Testing

/// What the journal tells about how a tenant stands.
@Suite("How a tenant stands") struct TenantRecordTests {
  private static let start = Intent.sample().changedAt

  static func row(_ id: String, user: String = "17") throws -> TaskListing.Row {
    let text = """
      {"id": "\(id)", "instance_id": "i-9", "status": "PENDING", "assigned_to_user": {"id": "\(user)", "name": "Ana"}, \
      "assigned_to_group": null}
      """
    let json = try JSONReader.read(Array(text.utf8))
    return TaskListing.Row(task: try #require(WorkflowTask(json)), overdue: false)
  }

  @Test("each state apart, and the oldest first")
  func states() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    let states: [Intent.State] = [.parked, .unknown, .armed, .refused, .done, .superseded, .planned]
    for (place, state) in states.enumerated() {
      try await journal.commit(
        [.intent(.sample(place + 1, task: "\(place)", state: state, attempts: 9))], tenant: "acme")
    }
    try await journal.commit([.intent(.sample(8, task: "8", state: .parked))], tenant: "acme")
    let record = try folder.reader().record(of: "acme")
    #expect(record.parked.map(\.id) == ["acme-8", "acme-1"])
    #expect(record.unknown.map(\.id) == ["acme-2"] && record.armed.map(\.id) == ["acme-3"])
    #expect(record.refused.map(\.id) == ["acme-4"] && record.holds.isEmpty && record.standing == nil)
    #expect(try folder.reader().record(of: "zeta").parked.isEmpty)
  }

  @Test("a refusal counts until the task is gone or has changed, or had another effect, as far as polls have shown")
  func refusals() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    for number in 1...4 {
      try await journal.commit([.intent(.sample(number, task: "\(number)", state: .refused))], tenant: "acme")
    }
    try await journal.commit([.intent(.sample(5, task: "4", episode: 2, state: .done))], tenant: "acme")
    let reader = try folder.reader()
    #expect(try reader.record(of: "acme").refused.map(\.id) == ["acme-1", "acme-2", "acme-3"])
    let rows = [try Self.row("1"), try Self.row("2", user: "18")]
    try await journal.commit([.view(TaskListing(at: Self.start - 60, rows: rows))], tenant: "acme")
    #expect(try reader.record(of: "acme").refused.map(\.id) == ["acme-1", "acme-2", "acme-3"])
    try await journal.commit([.view(TaskListing(at: Self.start + 60, rows: rows))], tenant: "acme")
    #expect(try reader.record(of: "acme").refused.map(\.id) == ["acme-1"])
  }

  @Test("what counts in limits is what a start would be handed of it")
  func limits() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.requestSent(.sample(1)), .requestSent(.sample(2))], tenant: "acme")
    let (now, reader) = (ClockReading.sample(seconds: 1_060), try folder.reader())
    let (limits, all) = (try reader.limits(tenant: "acme", asOf: now), try reader.recovery(tenant: "acme", asOf: now))
    #expect(limits.requests.map(\.id) == [1, 2])
    #expect(
      (limits.requests, limits.lessons, limits.hasAmnesia) == (all.requests, all.lessons, all.hasAmnesia))
  }
}
