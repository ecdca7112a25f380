import Foundation
import Notify
import Testing

/// One notice an event and tenant in each period, on a clock that the tests turn.
@Suite struct FoldingTests {
  @Test("the first record is sent within seconds, with those that come along; the rest of the hour is one more notice")
  func hour() throws {
    var rig = DeskRig()
    for number in 1...3 { rig.take(Heard.refused(number)) }
    #expect(rig.sent.isEmpty)
    rig.pass(10)
    #expect(rig.sent.map(\.count) == [3])
    for number in 4...17 {
      rig.pass(60)
      rig.take(Heard.refused(number, at: rig.now))
    }
    #expect(rig.sent.count == 1)
    rig.pass(3_600)
    #expect(rig.sent.map(\.count) == [3, 14] && rig.sent.map(\.goesOn) == [false, true])
    let second = try #require(rig.sent.last)
    #expect(second.records.map { $0.fields["task"] } == ["4", "5", "6", "7", "8"])
    #expect(second.last.timeIntervalSince(second.first) == 13 * 60)
    rig.pass(7_200)
    #expect(rig.sent.count == 2, "nothing more came")
  }

  @Test("events and tenants are told apart, and one does not wait for the other")
  func apart() {
    var rig = DeskRig()
    rig.take(Heard.refused())
    rig.take(Heard.refused(tenant: "north"))
    rig.take(Heard.event("intent.parked"))
    rig.take(Heard.event("journal.full", tenant: nil))
    rig.pass(14, step: 1)
    #expect(rig.sent.count == 4)
    #expect(Set(rig.sent.map { "\($0.event) \($0.tenant ?? "-")" }).count == 4)
  }

  @Test("after a quiet hour the next record is sent within seconds again")
  func quiet() {
    var rig = DeskRig()
    rig.take(Heard.refused(1))
    rig.pass(3_700)
    rig.take(Heard.refused(2))
    rig.pass(10)
    #expect(rig.sent.map(\.count) == [1, 1] && rig.sent.map(\.goesOn) == [false, false])
  }

  @Test("in a day of a record a second there are not more notices than hours, and one")
  func day() {
    var rig = DeskRig()
    for second in 0..<86_400 {
      rig.desk.take(Heard.refused(second), at: rig.now)
      rig.pass(1, step: 1)
    }
    #expect((24...25).contains(rig.sent.count))
    #expect(rig.sent.allSatisfy { $0.records.count == 5 })
  }

  @Test("where sending fails it is tried ever more seldom, the others have their turn, and after a day it is given up")
  func cutOff() {
    var rig = DeskRig()
    rig.isCutOff = true
    rig.take(Heard.refused())
    rig.take(Heard.event("intent.parked"))
    rig.pass(3_600)
    #expect((8...12).contains(rig.tries), "\(rig.tries)")
    #expect(rig.desk.waiting.count == 2)
    rig.pass(90_000, step: 60)
    #expect(rig.lost == 2 && rig.desk.waiting.isEmpty && rig.desk.lost == 2)
    #expect(rig.tries < 130)
    rig.isCutOff = false
    rig.take(Heard.refused(2))
    rig.pass(1_000)
    #expect(rig.sent.count == 1 && rig.desk.lost == 0 && rig.desk.failures == 0)
  }

  @Test("only so many notices wait, and what is over is counted; only so many events and tenants are told apart")
  func bounds() {
    var rig = DeskRig()
    rig.isCutOff = true
    for number in 0..<2_000 { rig.desk.take(Heard.refused(tenant: "tenant-\(number)"), at: rig.now) }
    rig.pass(60)
    #expect(rig.desk.waiting.count == NoticeDesk.mostWaiting)
    #expect(rig.lost == 501 - NoticeDesk.mostWaiting)
    #expect(rig.desk.lost == rig.lost)
  }

  @Test("a clock that is set back by a year delays nothing, and one that is set forward loses nothing")
  func clock() {
    var rig = DeskRig()
    rig.take(Heard.refused(1))
    rig.pass(20)
    rig.take(Heard.refused(2))
    rig.now -= 365 * 86_400
    rig.pass(20)
    #expect(rig.sent.map(\.count) == [1, 1])
    rig.take(Heard.refused(3))
    rig.now += 365 * 86_400
    rig.pass(20)
    #expect(rig.sent.count == 3)
    rig.isCutOff = true
    rig.take(Heard.refused(4))
    rig.pass(4_000)
    rig.isCutOff = false
    rig.now -= 365 * 86_400
    rig.pass(20)
    #expect(rig.sent.count == 4, "the wait for the next try does not last a year")
  }

  @Test("at the end of the log everything is sent at once")
  func end() {
    var desk = NoticeDesk(period: .seconds(3_600))
    for number in 1...9 { desk.take(Heard.refused(number), at: Heard.noon) }
    #expect(desk.gather(host: "here", isEnd: true, at: Heard.noon) == 0)
    #expect(desk.waiting.map(\.count) == [9])
    #expect(desk.gather(host: "here", isEnd: true, at: Heard.noon) == 0)
    #expect(desk.waiting.count == 1)
  }

  @Test("what is counted and what waits outlives the process, in one file that only its owner reads")
  func memory() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/capataz-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(NoticeMemory(in: folder) == nil)
    var desk = NoticeDesk(period: .seconds(3_600))
    desk.take(Heard.refused(1), at: Heard.noon)
    _ = desk.gather(host: "here", at: Heard.noon + 10)
    desk.take(Heard.refused(2), at: Heard.noon + 20)
    var memory = NoticeMemory(at: Heard.noon, desk: desk)
    memory.cursor = "s=1;i=2"
    #expect(memory.save(in: folder) == nil)
    #expect(NoticeMemory(in: folder) == memory)
    let mode = try FileManager.default.attributesOfItem(atPath: folder + "/notify.json")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try Data("{".utf8).write(to: URL(filePath: folder + "/notify.json"))
    #expect(NoticeMemory(in: folder) == nil)
    #expect(memory.save(in: folder + "/nowhere")?.contains("notify.json") == true)
  }
}
