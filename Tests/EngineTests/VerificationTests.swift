import Engine
import GeoTareas
import Log
import Pacing
import Records
import Simulation
import Testing

/// L = 60 s, S = 15 s, M = 5 s: a "no" counts from 80 s after the attempt ended, and takes two reads 20 s apart.
@Suite("Verifying an attempt in doubt")
struct VerificationTests {
  private func inDoubt(applied: Bool, _ adjust: (inout EngineRig) -> Void = { _ in }) throws -> EngineRig {
    var rig = try EngineRig.reassigning()
    rig.script[.reassign] = [applied ? .appliedThenFail(Wire.lost) : .fail(Wire.lost)]
    adjust(&rig)
    rig.start()
    rig.run(2)
    #expect(rig.states("1") == [.armed, .unknown])
    return rig
  }

  @Test("a read that shows the wanted state settles it at once")
  func yes() throws {
    var rig = try inDoubt(applied: true)
    rig.run(8)
    #expect(rig.states("1") == [.armed, .unknown, .done])
    #expect(rig.said(.intentVerified).count == 1)
  }

  @Test("the unchanged state counts only after L + S + M, and only the second such read proves it")
  func no() throws {
    var rig = try inDoubt(applied: false)
    let ended = rig.now
    rig.held = [.reassign]
    rig.run(75)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(18)
    #expect(rig.states("1") == [.armed, .unknown])
    let reads = rig.sends.filter { $0.call.endpoint == .detail && $0.at > ended }.map { $0.at - ended }
    #expect(reads.filter { $0 >= .seconds(78) }.count == 1)
    rig.run(8)
    #expect(rig.states("1").prefix(3) == [.armed, .unknown, .planned])
    rig.run(40)
    #expect(rig.states("1") == [.armed, .unknown, .planned, .armed] && rig.writes.count == 2)
  }

  @Test("a write that is applied late, between the two times, is seen and not repeated")
  func late() throws {
    var rig = try inDoubt(applied: false)
    rig.run(57)
    rig.tenant.change(TaskID("1")) { ($0.user, $0.group) = ("maria", nil) }
    rig.run(300)
    #expect(rig.states("1") == [.armed, .unknown, .done] && rig.writes.count == 1)
  }

  @Test("somebody else's change supersedes it, but only once our own write can no longer arrive")
  func changed() throws {
    var rig = try inDoubt(applied: false)
    rig.tenant.change(TaskID("1")) {
      $0.step = "Other"; $0.user = "pedro"
    }
    rig.run(75)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(30)
    #expect(rig.states("1") == [.armed, .unknown, .superseded] && rig.writes.count == 1)
  }

  @Test("a task that is gone supersedes it, likewise late")
  func gone() throws {
    var rig = try inDoubt(applied: false)
    rig.tenant["1"] = nil
    rig.run(75)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(30)
    #expect(rig.states("1") == [.armed, .unknown, .superseded])
  }

  @Test("reads that fail are repeated ever more seldom, down to one in the time that a verdict takes")
  func seldom() throws {
    var rig = try inDoubt(applied: false)
    rig.always[.detail] = .reply(Wire.refusal(500))
    rig.run(1_000)
    let reads = rig.sends.filter { $0.call.endpoint == .detail }.map(\.at).dropFirst()
    let gaps = zip(reads.dropFirst(), reads).map { ($0 - $1).inSeconds }
    #expect(gaps.prefix(2).allSatisfy { (20...22).contains($0) || (40...42).contains($0) })
    #expect(gaps.dropFirst(3).allSatisfy { (80...82).contains($0) }, "\(gaps)")
    #expect((11...16).contains(gaps.count), "\(gaps)")
  }

  @Test("reads that fail prove nothing; after half an hour of them a person is asked")
  func unreadable() throws {
    var rig = try inDoubt(applied: false)
    rig.always[.detail] = .reply(Wire.refusal(500))
    rig.run(1_850)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(150)
    #expect(rig.states("1") == [.armed, .unknown, .parked] && rig.said(.intentParked).map(\.level) == [.err])
    rig.always[.detail] = nil
    rig.run(600)
    #expect(rig.writes.count == 1, "a parked task is left alone")
  }

  @Test("attempts without a visible effect end with a person", arguments: [false, true])
  func attempts(completes: Bool) throws {
    var rig = completes ? try EngineRig.completing() : try EngineRig.reassigning()
    rig.always[.reassign] = .fail(Wire.lost)
    rig.always[.complete] = .fail(Wire.lost)
    rig.start()
    rig.run(3_000)
    #expect(rig.writes.count == (completes ? 3 : 2))
    #expect(rig.states("1").last == .parked)
  }

  @Test("a conflict on the first attempt is looked into: done by somebody else", arguments: [404, 409, 410, 412])
  func conflict(status: Int) throws {
    var rig = try EngineRig.completing()
    rig.tenant.conflictStatus = status
    rig.held = [.complete]
    rig.start()
    rig.run(2)
    rig.tenant.change(TaskID("1")) { $0.status = TaskStatus.completed }
    rig.release(.complete)
    rig.run(60)
    #expect(rig.states("1") == [.armed, .unknown, .superseded] && rig.writes.count == 1)
  }

  @Test("a task that is not there for a write is superseded once a second read, past the cache, does not find it")
  func notFound() throws {
    var rig = try EngineRig.completing()
    rig.held = [.complete]
    rig.start()
    rig.run(2)
    rig.tenant["1"] = nil
    rig.release(.complete)
    rig.run(14)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(30)
    #expect(rig.states("1") == [.armed, .unknown, .superseded] && rig.writes.count == 1)
    #expect(rig.count(.detail) == 3, "the look, and two reads that find nothing")
  }

  @Test("a conflict on a task that is and stays as it was is a refusal for good, and told", arguments: [404, 409])
  func conflictForNothing(status: Int) throws {
    var rig = try EngineRig.completing()
    rig.always[.complete] = .reply(Wire.refusal(status))
    rig.start()
    rig.run(14)
    #expect(rig.states("1") == [.armed, .unknown])
    rig.run(600)
    #expect(rig.states("1") == [.armed, .unknown, .refused] && rig.writes.count == 1)
    #expect(rig.said(.intentRefused).map(\.level) == [.err])
  }

  @Test("a conflict after a doubtful attempt proves nothing by itself: it may be the echo of our own success")
  func conflictAfterDoubt() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.fail(Wire.lost), .reply(Wire.refusal(409))]
    rig.start()
    rig.run(125)
    #expect(rig.states("1") == [.armed, .unknown, .planned, .armed, .unknown])
    rig.tenant.change(TaskID("1")) { $0.status = TaskStatus.completed }
    rig.run(60)
    #expect(rig.states("1").last == .done)
  }

  @Test("while a task is in doubt, polls go on and other tasks are done")
  func others() throws {
    var rig = try inDoubt(applied: false)
    rig.tenant["2"] = ModelTask("2", step: "Route")
    rig.run(60)
    #expect(rig.states("2") == [.armed, .done] && rig.states("1") == [.armed, .unknown])
  }
}
