import Engine
import GeoTareas
import JSON
import Log
import Records
import Rules
import Simulation
import Testing

/// What is told of rows that cannot be read.
@Suite("Telling unreadable rows")
struct UnreadableRowTests {
  private static func page(_ rows: [JSONValue]) -> EngineRig.Script {
    .reply(Wire.success(.array(rows), meta: .object([JSONMember("total", .number(String(rows.count)))])))
  }

  private static func row(_ id: String, _ key: String, _ value: JSONValue?) -> JSONValue {
    let members = ModelTask(id, step: "Send").row.members ?? []
    return .object(
      members.compactMap { member in member.key == key ? value.map { JSONMember(key, $0) } : member })
  }

  private static let good = ModelTask("1", step: "Other").row

  private static func rig(_ rows: [JSONValue]) throws -> EngineRig {
    var rig = try EngineRig()
    rig.always[.list] = page(rows)
    rig.start()
    rig.run(100)
    #expect(rig.count(.list) >= 3 && rig.writes.isEmpty)
    return rig
  }

  @Test("a row is told once, by its task and field, as a warning that says what to do; polls go on")
  func once() throws {
    var rig = try Self.rig([Self.good, Self.row("7", "status", .unreadable)])
    let told = try #require(rig.said(.pollRowUnreadable).first)
    #expect(rig.said(.pollRowUnreadable).count == 1 && told.level == .warning)
    #expect(
      told.message
        == "acme: a row of the list cannot be read and is left alone: task 7 ('status'); the others go on. "
        + "Whoever runs the server can mend it")
    #expect(told.fields == [.init("tenant", "acme"), .init("rows", "1"), .init("task", "7")])
    #expect(rig.journal.standings.last?.trouble == "1 row of the list cannot be read")
    rig.always[.list] = Self.page([Self.good])
    rig.run(60)
    #expect(rig.said(.pollRowUnreadable).count == 1)
    #expect(rig.journal.standings.last?.trouble == nil, "mended: nothing stays")
  }

  @Test("it is told again when something else of it cannot be read, and when it comes back after it was mended")
  func again() throws {
    var rig = try Self.rig([Self.good, Self.row("7", "status", .unreadable)])
    rig.always[.list] = Self.page([Self.good, Self.row("7", "assigned_to_user", nil)])
    rig.run(60)
    #expect(rig.said(.pollRowUnreadable).map(\.message).last?.contains("task 7 (without 'assigned_to_user')") == true)
    rig.always[.list] = Self.page([Self.good])
    rig.run(60)
    rig.always[.list] = Self.page([Self.good, Self.row("7", "assigned_to_user", nil)])
    rig.run(60)
    #expect(rig.said(.pollRowUnreadable).count == 3)
  }

  @Test("rows without a task are told by their place, and again only when there are more of them")
  func places() throws {
    var rig = try Self.rig([.null, Self.good, Self.row("7", "id", .unreadable)])
    #expect(
      rig.said(.pollRowUnreadable).map(\.message) == [
        "acme: 2 rows of the list cannot be read and are left alone: the row at offset 0 of PENDING tasks (no object), "
          + "the row at offset 2 of PENDING tasks ('id'); the others go on. Whoever runs the server can mend them"
      ])
    rig.always[.list] = Self.page([Self.good, Self.good, .null, .string("x")])
    rig.run(60)
    #expect(rig.said(.pollRowUnreadable).count == 1, "only their places have changed")
    rig.always[.list] = Self.page([.null, Self.good, .null, .string("x")])
    rig.run(60)
    #expect(rig.said(.pollRowUnreadable).count == 2)
  }

  @Test(
    "ten thousand rows are one record with a few names and a count, and of no more than some hundreds is kept which")
  func many() throws {
    let rows = (0..<100).map { number in Self.row("\(number)", "status", .number("3")) }
    var rig = try EngineRig()
    rig.script[.list] = (0..<100).map { page in
      let page = (0..<100).map { Self.row("\(page * 100 + $0)", "status", .number("3")) }
      return .reply(Wire.success(.array(page), meta: .object([JSONMember("total", .number("10000"))])))
    }
    rig.always[.list] = Self.page(rows)
    rig.start()
    rig.run(400)
    let told = rig.said(.pollRowUnreadable).map(\.message)
    #expect(told.count == 1 && told[0].contains("10000 rows") && told[0].contains(", and 9995 more"))
    #expect(told[0].utf8.count < 400)
    #expect(rig.engine.census.ofTasks["odd"] ?? 0 <= 500)
  }
}
