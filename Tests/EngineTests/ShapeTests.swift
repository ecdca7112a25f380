import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Simulation
import Testing

@Suite("What answers consist of")
struct ShapeTests {
  /// A rig whose list shows one task with these members besides, or without one.
  private struct Tenant {
    var rig: EngineRig

    init() throws {
      rig = try EngineRig([])
      show()
      rig.start()
      rig.run(30)
    }

    mutating func show(_ more: [JSONMember] = [], without key: String = "") {
      let members = (ModelTask("1", step: "Other").row.members ?? []).filter { member in
        member.key != key && !more.contains { $0.key == member.key }
      }
      rig.always[.list] = .reply(Wire.success(.array([.object(members + more)]), meta: ["total": 1]))
    }

    /// What was said since the last call.
    mutating func said(after hours: Double) -> [Report.AnswerChange] {
      let before = rig.told.count
      rig.run(hours * 3_600)
      return rig.told.dropFirst(before).flatMap { report -> [Report.AnswerChange] in
        if case .apiChanged(let answers) = report.event { answers.changes } else { [] }
      }
    }
  }

  @Test("a new key is told within the hour, once, with its kind and its place")
  func newKey() throws {
    var tenant = try Tenant()
    #expect(tenant.said(after: 3) == [])
    tenant.show([JSONMember("priority", 3)])
    #expect(tenant.said(after: 1.1) == [.newKey("data[].priority", [.number])])
    #expect(tenant.said(after: 30) == [])
    let entry = try #require(tenant.rig.said(.apiChanged).first)
    #expect(entry.level == .warning && entry["endpoint"] == "list" && entry["changes"] == "1")
    #expect(entry.message.contains("new key 'priority' of data[] is there (number)"), "\(entry.message)")
    tenant.rig.restart()
    #expect(tenant.said(after: 2) == [], "the next run knows it as well")
    tenant.show([JSONMember("priority", "high")])
    #expect(tenant.said(after: 2) == [.newKind("data[].priority", [.text], before: [.number])])
  }

  @Test("what the first answers consist of is no news, and what the vendor's pages describe never is")
  func noNews() throws {
    var tenant = try Tenant()
    tenant.show([
      JSONMember("due_date", .null), JSONMember("assigned_to_user", .null), JSONMember("status", "IN_PROGRESS"),
      JSONMember("entity", ["type": "NINGUNA", "id": .null, "label": .null]),
    ])
    #expect(tenant.said(after: 3) == [])
    var fresh = try EngineRig([])
    tenant.show([JSONMember("colour", "red"), JSONMember("escalated", 1)])
    fresh.always = tenant.rig.always
    fresh.start()
    fresh.run(3 * 3_600)
    #expect(fresh.said(.apiChanged).isEmpty)
  }

  @Test("a value of another kind, a time in another form and a word out of its set are told together")
  func kinds() throws {
    var tenant = try Tenant()
    tenant.show([
      JSONMember("escalated", "no"), JSONMember("due_date", "17/03/2026"), JSONMember("status", "ON_HOLD"),
    ])
    #expect(
      tenant.said(after: 1.1) == [
        .newKind("data[].due_date", [.text], before: [.time]),
        .newKind("data[].escalated", [.text], before: [.boolean]),
        .newCode("data[].status", "ON_HOLD", before: ["COMPLETED", "IN_PROGRESS", "PENDING"]),
      ])
    #expect(tenant.rig.said(.apiChanged).count == 1)
    #expect(tenant.said(after: 30) == [])
  }

  @Test("a key that is missing is told after a day without it, with since when, and once more when it is back")
  func gone() throws {
    var tenant = try Tenant()
    tenant.show(without: "created_at")
    let began = tenant.rig.stamp.wall
    #expect(tenant.said(after: 23) == [])
    #expect(tenant.said(after: 3) == [.gone("data[].created_at")])
    guard case .apiChanged(let answers) = tenant.rig.told.last(where: { $0.name == .apiChanged })?.event else {
      Issue.record("nothing was told")
      return
    }
    #expect(answers.since > began && answers.since < began + 3_700)
    #expect(tenant.said(after: 50) == [])
    tenant.show()
    #expect(tenant.said(after: 2) == [.back("data[].created_at")])
    tenant.show(without: "created_at")
    #expect(tenant.said(after: 60) == [], "one that comes and goes says nothing any more")
  }

  @Test("an empty list says nothing of the keys that its rows would have, and a key of some rows is not missed")
  func unknowable() throws {
    var tenant = try Tenant()
    tenant.rig.always[.list] = .reply(Wire.success(.array([]), meta: ["total": 0]))
    #expect(tenant.said(after: 60) == [])
    let row = ModelTask("1", step: "Other").row
    let more = JSONValue.object((ModelTask("2", step: "Other").row.members ?? []) + [JSONMember("colour", "red")])
    tenant.rig.always[.list] = .reply(Wire.success(.array([row, more]), meta: ["total": 2]))
    #expect(tenant.said(after: 2) == [.newKey("data[].colour", [.text])])
    tenant.show()
    #expect(tenant.said(after: 60) == [])
  }

  @Test("the journal is told of what changed, and else once a day")
  func record() throws {
    var tenant = try Tenant()
    let first = try #require(tenant.rig.journal.shapes[.list])
    _ = tenant.said(after: 20)
    #expect(tenant.rig.journal.shapes[.list] == first)
    _ = tenant.said(after: 6)
    #expect(tenant.rig.journal.shapes[.list]?.at ?? .distantPast > first.at)
    #expect(tenant.rig.journal.shapes[.list]?.parts == first.parts)
  }

  @Test("commands that look learn nothing")
  func looking() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")]) {
      $0.runsOnce = true
      $0.patience = .look
      $0.mode = .dry
    }
    rig.start()
    rig.run(60)
    #expect(rig.ending == .nothingLeft && rig.journal.shapes.isEmpty && rig.journal.forms.isEmpty)
  }
}
