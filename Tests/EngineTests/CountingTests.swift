import Engine
import Foundation
import GeoTareas
import Records
import Rules
import Simulation
import Testing

@Suite("What the engine counts for metrics")
struct CountingTests {
  @Test("in an hour of idle polls no commit is made for counts alone, and all polls and calls are counted in the end")
  func idle() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(3_600)
    let (polls, commits) = (rig.count(.list), rig.commits)
    #expect((100...130).contains(polls))
    #expect(commits.allSatisfy { records in records.contains { if case .counted = $0 { false } else { true } } })
    rig.handle(.stop)
    #expect(rig.journal.counted[.poll(isComplete: true)] == polls)
    #expect(rig.journal.counted[.request(.list, code: "2xx")] == polls)
    #expect(rig.journal.counted[.request(.login, code: "2xx")] == rig.count(.login))
  }

  @Test("what is counted in a commit that fails is counted by one that works, once")
  func failing() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(60)
    rig.failingCommits = 6
    rig.run(600)
    rig.handle(.stop)
    let counted = rig.journal.counted
    #expect(counted[.request(.list, code: "2xx")] == rig.count(.list))
    #expect(counted[.poll(isComplete: true)] == rig.count(.list))
  }

  @Test("polls that are given up, calls without an answer, and answers 429 are counted as such")
  func trouble() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.script[.list] = [.reply(Wire.rateLimited), .fail(Wire.lost)]
    rig.start()
    rig.run(300)
    rig.always[.list] = .reply(Wire.internalError)
    rig.run(600)
    rig.handle(.stop)
    let counted = rig.journal.counted
    #expect(counted[.request(.list, code: "4xx")] == 1 && (counted[.request(.list, code: "5xx")] ?? 0) > 5)
    #expect(
      counted.filter { $0.key == .request(.list, code: "timeout") || $0.key == .request(.list, code: "failed") }
        .values.reduce(0, +) == 1)
    let refusals = counted.filter { if case .limitExceeded(.list, _) = $0.key { true } else { false } }
    #expect(refusals.values.reduce(0, +) == 1)
    #expect((counted[.poll(isComplete: false)] ?? 0) >= 1)
  }

  @Test("the queue is told by endpoint, and its age is that of what waits for nothing but its turn")
  func ages() throws {
    var rig = try EngineRig((1...40).map { ModelTask("\($0)", step: "Send") })
    rig.start()
    rig.run(65)
    let queued = try #require(rig.journal.standings.last { $0.queued > 0 })
    let queue = try #require(queued.queues.first)
    #expect(queued.queues.count == 1 && queue.tasks == queued.queued)
    let first = try #require(queue.eligibleSince)
    #expect((0...65).contains(queued.at.timeIntervalSince(first)))
    #expect(queued.stages == ["live": 1] && queued.certificateEnds == nil)
    rig.handle(
      .news(JournalNews(holds: [Hold(number: 1, tenant: nil, rule: nil, why: "x", by: "ana", since: first)])))
    rig.run(65)
    let held = try #require(rig.journal.standings.last)
    #expect(held.queued > 0 && held.queues.first?.tasks == held.queued && held.queues.first?.eligibleSince == nil)
  }
}
