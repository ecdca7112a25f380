import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

/// From the bytes of an answer to effects: what is odd about one row costs that row at most.
@Suite("Odd rows")
struct OddRowTests {
  /// An engine whose first list of five tasks is answered with these bytes.
  private static func rig(_ body: [UInt8], _ rules: RuleSet = .completes) throws -> EngineRig {
    let tasks = (1...5).map { ModelTask("\($0)", step: "Send") }
    var rig = try EngineRig(tasks, rules) { $0.limits[.complete] = RateLimit(requests: 100, per: .seconds(60)) }
    rig.script[.list] = [.reply(HTTPResponse(status: 200, headers: Wire.jsonHeaders, body: body))]
    return rig
  }

  /// The page of five tasks, with the third row, or a part of it, replaced.
  private static func page(_ part: String, _ odd: [UInt8]) throws -> [UInt8] {
    let rows = (1...5).map { ModelTask("\($0)", step: "Send").row.text }
    var row = Array(rows[2].utf8)
    if part.isEmpty {
      row = odd
    } else {
      let range = try #require(row.firstRange(of: Array(part.utf8)))
      row.replaceSubrange(range, with: odd)
    }
    let bytes = rows.map { Array($0.utf8) }
    return Array("{\"success\":true,\"data\":[".utf8)
      + (bytes[..<2] + [row] + bytes[3...]).joined(separator: [UInt8(ascii: ",")])
      + Array("],\"meta\":{\"total\":5}}".utf8)
  }

  private static func done(_ body: [UInt8]) throws -> [String] {
    var rig = try rig(body)
    rig.start()
    rig.run(25)
    #expect(rig.count(.list) == 1 && rig.said(.pollFailed).isEmpty)
    return (1...5).map(String.init).filter { rig.tenant[$0]?.isOpen == false }
  }

  private static let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
  private static let label = "\"label\":\"Acme\""
  private static let end = "\"created_at\":\"2026-03-15T11:30:01\""

  /// What a rule does not ask for: the odd row is done as well.
  static let oddBeside: [(part: String, odd: [UInt8])] = [
    (label, Array("\"label\":\"Caf\\ud83d\"".utf8)), (label, Array("\"label\":\"Acme\\u0000\"".utf8)),
    (label, Array("\"label\":\"Ac\u{1}me\"".utf8)), (label, Array("\"label\":\"Ac\tme\"".utf8)),
    (label, Array("\"label\":\"Caf".utf8) + [0xE9] + Array("\"".utf8)), (label, Array("\"label\":\"\\x\"".utf8)),
    (label, Array("\"label\":\"a\",\"label\":\"b\"".utf8)), (label, Array("\"label\":NaN".utf8)),
    (label, Array("\"label\":\"\(String(repeating: "x", count: 2_000_000))\"".utf8)),
    (end, Array("\"created_at\":\"soon\",\"notes\":\(deep)".utf8)),
    (end, Array("\"notes\":\(String(repeating: "9", count: 90))".utf8)),
    (end, Array("\"notes\":1,\"notes\":2".utf8)), (end, Array("\"no\\ud83dtes\":1".utf8)),
  ]

  @Test("what no rule asks for may be odd: all five tasks are done", arguments: oddBeside.indices)
  func beside(number: Int) throws {
    let (part, odd) = Self.oddBeside[number]
    #expect(try Self.done(Self.page(part, odd)) == ["1", "2", "3", "4", "5"])
  }

  /// What a task cannot do without: the odd row is left alone.
  static let oddWithin: [(part: String, odd: [UInt8])] = [
    ("\"id\":\"3\"", Array("\"id\":\"3\\ud83d\"".utf8)), ("\"id\":\"3\"", Array("\"id\":\"3\",\"id\":\"9\"".utf8)),
    ("\"id\":\"3\"", Array("\"id\":1.5".utf8)), ("\"id\":\"3\"", Array("\"id\":03".utf8)),
    ("\"id\":\"3\"", Array("\"id\":\(String(repeating: "9", count: 90))".utf8)),
    ("\"instance_id\":\"i-3\"", Array("\"instance_id\":\"i\u{0}3\"".utf8)),
    ("\"instance_id\":\"i-3\"", Array("\"instance_id\":\(deep)".utf8)),
    ("\"status\":\"PENDING\"", Array("\"status\":\"PENDING\",\"status\":\"PENDING\"".utf8)),
    ("\"status\":\"PENDING\"", Array("\"status\":\"PEN".utf8) + [0xFF] + Array("DING\"".utf8)),
    ("\"status\":\"PENDING\"", Array("\"status\":3".utf8)),
    ("\"assigned_to_user\":null", Array("\"assigned_to_user\":NULL".utf8)),
    ("\"assigned_to_user\":null", Array("\"assigned_to_user\":{\"id\":\"\\ud83d\",\"name\":\"x\"}".utf8)),
    ("\"assigned_to_group\"", Array("\"assigned_to_group\":null,\"assigned_to_group\"".utf8)),
    ("\"step_name\":\"Send\"", Array("\"step_name\":\"Send\",\"step_name\":\"Send\"".utf8)),
    ("", Array("null".utf8)), ("", Array("\"a task\"".utf8)), ("", Array("{}".utf8)), ("", Array("[[]]".utf8)),
    ("", Array("{\"id\":\"3\"}".utf8)), ("", Array("\"\\ud83d\"".utf8)), ("", Array(deep.utf8)),
  ]

  @Test(
    "a row that is odd in what a task cannot do without is left alone; the other four are done",
    arguments: oddWithin.indices)
  func within(number: Int) throws {
    let (part, odd) = Self.oddWithin[number]
    #expect(try Self.done(Self.page(part, odd)) == ["1", "2", "4", "5"])
  }

  @Test(
    "a detail that does not say in which state its task is costs that task: it is told, and asked for ever more seldom")
  func detail() throws {
    func task(_ id: String) -> ModelTask {
      var task = ModelTask(id, step: "Send")
      task.quote = [JSONMember("total", .string("7"))]
      return task
    }
    for key in ["status", "assigned_to_user", "assigned_to_group"] {
      var rig = try EngineRig(
        [task("1"), task("2")], RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100)))
      let members = task("1").detail.members ?? []
      rig.badDetails[TaskID("1")] = Wire.success(
        .object(members.map { $0.key == key ? JSONMember(key, .unreadable) : $0 }))
      rig.start()
      rig.run(900)
      #expect(rig.states("1").isEmpty && rig.states("2") == [.armed, .done])
      let reads = rig.sends.count { $0.call == .detail(TaskID("1")) }
      #expect(reads > 1 && reads < 8, "\(reads) reads")
      #expect(rig.reports.contains { $0.message.contains("does not say in which state it is") })
    }
  }

  @Test("a page whose structure is broken is refused as a whole, and nothing is concluded from it")
  func brokenPage() throws {
    for odd in ["{", "{\"id\":\"3\"", "\"", "{\"id\":}", "<b>"] {
      var rig = try Self.rig(Self.page("", Array(odd.utf8)))
      rig.always[.list] = rig.script[.list]?.first
      rig.start()
      rig.run(25)
      #expect(rig.said(.pollFailed).count == 1 && rig.count(.detail) == 0)
    }
  }

  @Test(
    "pages on which no task can be read end a list only where they are the same page again", arguments: [true, false])
  func illegiblePages(tellsTotal: Bool) throws {
    var tasks = (1..<5).map { ModelTask("\($0)", step: "Send") }
    for place in 0..<3 { tasks[place].oddity = .oddID }
    var rig = try EngineRig(tasks)
    (rig.tenant.pageCap, rig.tenant.tellsTotal) = (1, tellsTotal)
    rig.start()
    rig.run(25)
    #expect(rig.states("4") == [.armed, .done])
    var again = try EngineRig(Array(tasks.prefix(2)))
    again.always[.list] = .reply(again.tenant.read(.list(TaskQuery(status: TaskStatus.pending), offset: 0)))
    again.start()
    again.run(25)
    #expect(again.count(.list) <= 2)
  }
}
