import Foundation
import GeoTareas
import JSON
import Journal
import Pacing
import Records
import Testing

/// What is learned of the tenant's answers.
@Suite struct LearnedAnswersTests {
  private static let day = ClockReading.sample().wall

  private static func form(
    _ step: String, code: String = "sent", first: Double = 0, last: Double = 0
  ) throws -> KnownForm {
    let content: JSONValue = [
      "results": [["code": .string(code), "label": "Sent"]],
      "fields": [["name": "amount", "type": "number", "required": true, "filled": false]],
    ]
    let form = try #require(StepForm(of: StepName(workflow: "Quote", step: step), content))
    return KnownForm(form, firstSeen: day + first * 86_400, lastSeen: day + last * 86_400)
  }

  @Test("a form comes back as it was, with the first and the last time it was seen, and of its tenant alone")
  func forms() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit([.form(Self.form("Send")), .form(Self.form("Approve"))], tenant: "acme")
    try await journal.commit([.form(Self.form("Send", code: "done", first: 3, last: 3))], tenant: "acme")
    try await journal.commit([.form(Self.form("Other"))], tenant: "zeta")
    let kept = try [Self.form("Approve"), Self.form("Send", code: "done", last: 3)]
    #expect(try folder.reader().forms(tenant: "acme") == kept)
    #expect(try await journal.recover(tenant: "acme", asOf: .sample()).forms == kept)
    #expect(try folder.reader().forms(tenant: "nobody").isEmpty)
  }

  @Test("a form goes when it was not seen for four hundred days, whoever's it is, and the oldest beyond five hundred")
  func pruned() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    try await journal.commit(
      [.form(Self.form("Old", last: -401)), .form(Self.form("Young", last: -399))], tenant: "gone")
    try await journal.commit([.form(Self.form("Send"))], tenant: "acme")
    #expect(try folder.reader().forms(tenant: "gone").map(\.form.step.step) == ["Young"])
    let many = try (0..<510).map { number in JournalEntry.form(try Self.form("Step \(1_000 + number)", last: 1)) }
    try await journal.commit(many, tenant: "acme")
    let left = try folder.reader().forms(tenant: "acme").map(\.form.step.step)
    #expect(left.count == 500 && !left.contains("Send") && left.last == "Step 1509")
  }

  @Test("what the answers of an endpoint consist of comes back, the last of it")
  func shapes() async throws {
    let folder = try StateFolder()
    let journal = try await folder.open()
    var part = KnownShape.Part(kinds: [.text, .null], codes: ["PENDING"], since: Self.day)
    (part.isPatchy, part.absentSince, part.misses) = (true, Self.day, 3)
    let shape = KnownShape(.list, parts: ["data[].status": part], at: Self.day)
    try await journal.commit([.shape(KnownShape(.list, at: Self.day)), .shape(shape)], tenant: "acme")
    try await journal.commit([.shape(KnownShape(.detail, at: Self.day))], tenant: "acme")
    let shapes = try await journal.recover(tenant: "acme", asOf: .sample()).shapes
    #expect(shapes == [KnownShape(.detail, at: Self.day), shape])
    #expect(try await journal.recover(tenant: "other", asOf: .sample()).shapes.isEmpty)
  }

  @Test("a journal from before answers were learned from is taken over, and what is unreadable is not there")
  func older() async throws {
    let folder = try StateFolder()
    try await folder.open().close()
    for statement in [
      "DROP TABLE form", "DROP TABLE shape", "DELETE FROM grdb_migrations WHERE identifier = 'answers'",
    ] {
      try folder.change(statement)
    }
    #expect(throws: JournalError.olderSchema(file: folder.database)) { try folder.reader() }
    let journal = try await folder.open()
    try await journal.commit([.form(Self.form("Send")), .shape(KnownShape(.list, at: Self.day))], tenant: "acme")
    try await journal.close()
    try folder.change("UPDATE form SET content = '{'")
    try folder.change("UPDATE shape SET content = '{}'")
    let recovery = try await folder.open().recover(tenant: "acme", asOf: .sample())
    #expect(recovery.forms.isEmpty && recovery.shapes.isEmpty)
  }
}
