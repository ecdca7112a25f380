import Engine
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("When the journal cannot be written")
struct JournalFailureTests {
  @Test(
    "any commit may fail, and one or three after it: nothing is lost, nothing sent that was not kept",
    arguments: 0..<12, [1, 2, 4])
  func anywhere(after: Int, failures: Int) throws {
    var rig = try EngineRig.completing()
    rig.commitsBeforeFailure = after
    rig.failingCommits = failures
    rig.start()
    rig.run(400)
    #expect(rig.commitFailures == failures)
    #expect(rig.said(.journalFull).count == failures)
    #expect(rig.tenant["1"]?.isOpen == false && rig.states("1").last == .done && rig.writes.count == 1)
    #expect(rig.journal.requests.values.allSatisfy { $0.settled != nil })
  }

  @Test("while it cannot be written, it is not tried in a hot loop, and nothing is sent")
  func noHotLoop() throws {
    var rig = try EngineRig.completing()
    rig.failingCommits = 1_000
    rig.start()
    rig.run(600)
    #expect(rig.sends.isEmpty)
    #expect((5...60).contains(rig.commitFailures))
    rig.failingCommits = 0
    rig.run(60)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test(
    "it may fail in the middle of everything: verification, looks and polls are not tried in a hot loop",
    arguments: [3.0, 30, 90])
  func later(seconds: Double) throws {
    var rig = try EngineRig((1...20).map { ModelTask("\($0)", step: "Send") })
    rig.script[.complete] = [.fail(Wire.lost), .appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(seconds)
    let sent = rig.sends.count
    rig.failingCommits = 10_000
    rig.run(300)
    #expect(rig.sends.count == sent)
    #expect(rig.commitFailures < 60)
    rig.failingCommits = 0
    rig.run(500)
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen })
    #expect(!rig.journal.all.contains { $0.state.isUnresolved })
    #expect(rig.writes.count == 21)
  }

  @Test("a poll that the journal could not be asked about is decided about as soon as it can be, without another one")
  func question() throws {
    var rig = try EngineRig.completing { $0.pollEvery = .seconds(3_600) }
    rig.held = [.list]
    rig.start()
    rig.run(2)
    rig.failingCommits = 1
    rig.release(.list)
    #expect(rig.commitFailures == 1 && rig.engine.candidates.isEmpty)
    rig.held = []
    rig.run(60)
    #expect(rig.count(.list) == 1 && rig.tenant["1"]?.isOpen == false)
  }

  @Test("a question that the journal could not answer is asked again, and nothing is done before", arguments: [1, 3])
  func busy(failures: Int) throws {
    var rig = try EngineRig.completing()
    rig.failingRecalls = failures
    rig.start()
    rig.run(5)
    #expect(rig.commitFailures == 1 && rig.count(.detail) == 0 && rig.writes.isEmpty)
    rig.run(100)
    #expect(rig.commitFailures == failures && rig.tenant["1"]?.isOpen == false && rig.writes.count == 1)
  }

  @Test("what was to be told of outcomes that could not be kept is told once, behind the commit that keeps them")
  func told() throws {
    var rig = try EngineRig((1...3).map { ModelTask("\($0)", step: "Send") })
    rig.held = [.complete]
    rig.tenant.change(TaskID("3")) { $0.refusal = 422 }
    rig.start()
    rig.run(3)
    rig.failingCommits = 2
    rig.release(.complete)
    #expect(rig.commitFailures > 0 && rig.said(.intentDone).isEmpty && rig.states("1") == [.armed])
    rig.held = []
    rig.run(100)
    #expect(rig.said(.intentDone).count == 2 && rig.said(.intentRefused).count == 1)
    #expect(rig.states("1") == [.armed, .done] && rig.states("2") == [.armed, .done])
  }

  @Test("so are the parking of an effect and the hold that follows, which people wait for")
  func toldParked() throws {
    var rig = try EngineRig((1...5).map { ModelTask("\($0)", step: "Route") }, .reassigns)
    rig.always[.reassign] = .fail(Wire.lost)
    rig.start()
    for _ in 0..<5_000 where rig.journal.parked.count < 5 {
      rig.failingCommits = 1
      rig.commitsBeforeFailure = 3
      rig.run(20)
    }
    rig.failingCommits = 0
    rig.run(200)
    #expect(rig.journal.parked.count == 5 && rig.said(.intentParked).count == 5)
    #expect(rig.said(.holdSet).count == 1 && rig.commitFailures > 5)
  }

  @Test("an outcome that could not be kept is kept with the next commit that works")
  func outcome() throws {
    var rig = try EngineRig.completing()
    rig.held = [.complete]
    rig.start()
    rig.run(3)
    rig.failingCommits = 1
    rig.release(.complete)
    #expect(rig.states("1") == [.armed])
    rig.held = []
    rig.run(60)
    #expect(rig.states("1") == [.armed, .done] && rig.writes.count == 1)
  }

  @Test("an engine that ends with a commit that fails ends all the same", arguments: [true, false])
  func ending(once: Bool) throws {
    var rig = try EngineRig.completing { $0.runsOnce = once }
    rig.held = [.complete]
    rig.start()
    rig.run(3)
    if !once { rig.handle(.stop) }
    rig.failingCommits = 1
    rig.release(.complete)
    rig.held = []
    if once {
      rig.failingCommits = 0
      rig.run(100)
    }
    #expect(rig.ending == (once ? .nothingLeft : .stopped))
  }
}
