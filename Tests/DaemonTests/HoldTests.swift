import Daemon
import Engine
import Foundation
import GeoTareas
import Journal
import JSON
import Needs
import Pacing
import Platform
import Records
import Sandbox
import Support
import TenantRuntime
import Testing

/// Stop buttons and people's verdicts, set by another connection while the daemon runs or not.
@Suite(.limit(minutes: 5)) struct HoldTests {
  private static let leave = """
      - id: leave-to-maria
        stage: live
        when: { workflow: Staff Leave, step: Approve Leave }
        unless: { assigned_user: { id: "182736450918273645" } }
        then: { reassign: { user: "182736450918273645" } }
    """

  @Test("what is held between two polls is not written; released, it goes on")
  func heldWhileRunning() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port, rules: Self.leave)
      let journal = try await tenancy.openJournal()
      let hand = try tenancy.hand()
      let first = try hand.hold(tenant: nil, rule: "leave-to-maria", why: "audit", by: "ana", at: Date())
      let inbox = Inbox()
      async let run = tenancy.run(loaded, journal, options: tenancy.options(once: false), inbox: inbox)
      await tenancy.log.wait(for: "intent.done")
      let second = try hand.hold(tenant: "acme", rule: nil, why: "more audit", by: "ana", at: Date())
      await tenancy.log.wait(for: "hold.set", count: 2)
      _ = try hand.release([first.number], by: "ana", at: Date())
      await tenancy.log.wait(for: "hold.released")
      let looks = tenancy.server.traffic(of: .detail).total
      await tenancy.polls(3)
      #expect(tenancy.server.traffic(of: .reassign).total == 0)
      #expect(tenancy.server.traffic(of: .detail).total == looks)
      _ = try hand.release([second.number], by: "ana", at: Date())
      await tenancy.log.wait(for: "intent.done", count: 2)
      #expect(tenancy.server.traffic(of: .reassign).total > 0)
      #expect(tenancy.log.events.count { $0 == "hold.set" } == 2)
      inbox.post(.stop)
      #expect(try await run.ending == .stopped)
      try await journal.close()
    }
  }

  @Test("a hold survives a restart and is told once; what was held is done by the life after the release")
  func restart() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let hand = try tenancy.hand(creates: true)
      let hold = try hand.hold(tenant: nil, rule: nil, why: "not yet", by: "ana", at: Date())
      for _ in 0..<2 {
        let journal = try await tenancy.openJournal()
        #expect(try await tenancy.run(loaded, journal, options: tenancy.options()).ending == .nothingLeft)
        try await journal.close()
      }
      #expect(tenancy.server.history.isEmpty && tenancy.server.traffic(of: .detail).total == 0)
      #expect(tenancy.log.events.count { $0 == "hold.set" } == 1)
      _ = try hand.release([hold.number], by: "ana", at: Date())
      for _ in 0..<2 {
        let journal = try await tenancy.openJournal()
        _ = try await tenancy.run(loaded, journal, options: tenancy.options())
        #expect(tenancy.server.history.count == 1)
        try await journal.close()
      }
      #expect(tenancy.log.events.count { $0 == "hold.set" } == 1)
      #expect(tenancy.log.events.count { $0 == "hold.released" } == 1)
    }
  }

  @Test("a hold that is set and released at once, or while no daemon runs, is told, set and released, once each")
  func passing() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let hand = try tenancy.hand()
      let inbox = Inbox()
      async let run = tenancy.run(loaded, journal, options: tenancy.options(once: false), inbox: inbox)
      await tenancy.log.wait(for: "intent.done")
      // A look may come between or not.
      try tenancy.holdAndRelease(3)
      await tenancy.log.wait(for: "hold.released", count: 3)
      #expect(tenancy.log.events.count { $0 == "hold.set" } == 3)
      let lasting = try hand.hold(tenant: nil, rule: nil, why: "audit", by: "ana", at: Date())
      await tenancy.log.wait(for: "hold.set", count: 4)
      _ = try hand.release([lasting.number], by: "ana", at: Date())
      await tenancy.log.wait(for: "hold.released", count: 4)
      inbox.post(.stop)
      #expect(try await run.ending == .stopped)
      try await journal.close()
      try tenancy.holdAndRelease(2)
      for _ in 0..<2 {
        let journal = try await tenancy.openJournal()
        _ = try await tenancy.run(loaded, journal, options: tenancy.options())
        try await journal.close()
      }
      #expect(tenancy.log.events.count { $0 == "hold.set" } == 6)
      #expect(tenancy.log.events.count { $0 == "hold.released" } == 6)
    }
  }

  @Test(
    "each verdict on a parked intent takes effect, given while the daemon runs or while it is down",
    arguments: Resolution.allCases, [true, false])
  func resolve(resolution: Resolution, isRunning: Bool) async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      var journal = try await tenancy.openJournal()
      try await journal.commit([.intent(tenancy.parked)], tenant: "acme")
      let hand = try tenancy.hand()
      if !isRunning {
        try await journal.close()
        _ = try hand.resolve("acme-1", resolution, why: "seen", by: "ana", at: Date())
        journal = try await tenancy.openJournal()
      }
      let inbox = Inbox()
      async let run = tenancy.run(loaded, journal, options: tenancy.options(once: false), inbox: inbox)
      await tenancy.log.wait(for: "tenant.ok")
      if isRunning {
        await tenancy.polls(2)
        #expect(tenancy.server.history.isEmpty)
        _ = try hand.resolve("acme-1", resolution, why: "seen", by: "ana", at: Date())
        await tenancy.log.wait(for: "intent.resolved")
      }
      if resolution == .notDone {
        await tenancy.log.wait(for: "intent.done")
      } else {
        await tenancy.polls(2)
      }
      #expect(tenancy.server.history.count == (resolution == .notDone ? 1 : 0))
      inbox.post(.stop)
      _ = try await run
      let states = try await journal.recall([Tenancy.example], tenant: "acme")[Tenancy.example]?.map(\.state)
      #expect(states == [resolution == .drop ? .superseded : .done])
      try await journal.close()
    }
  }

  @Test("an open task of the stop button holds the whole tenant")
  func stopButton() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(
        port: port, settings: "stop_button: { workflow: Staff Leave, step: Approve Leave }")
      let journal = try await tenancy.openJournal()
      #expect(try await tenancy.run(loaded, journal, options: tenancy.options()).ending == .nothingLeft)
      #expect(tenancy.server.history.isEmpty && tenancy.server.traffic(of: .detail).total == 0)
      let told = tenancy.log.all.filter { $0.event == "hold.set" }
      #expect(told.count == 1 && told.first?.metadata["task"] != nil)
      try await journal.close()
    }
  }
}

extension Tenancy {
  /// A person's connection to the journal.
  func hand(creates: Bool = false) throws -> OperatorJournal {
    try OperatorJournal.open(
      directory: folder.path + "/state", asOf: SystemClock().now(), creates: creates, allowVolatile: true)
  }

  /// Sets holds on the tenant, and releases each at once.
  func holdAndRelease(_ count: Int) throws {
    let hand = try hand()
    for _ in 0..<count {
      let hold = try hand.hold(tenant: "acme", rule: nil, why: "a slip", by: "ana", at: Date())
      _ = try hand.release([hold.number], by: "ana", at: Date())
    }
  }

  /// Waits until so many more pages of the list were asked for.
  func polls(_ count: Int) async {
    let enough = server.traffic(of: .list).total + 2 * count
    while server.traffic(of: .list).total < enough, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// An intent as the rule wants it, of which nobody knows what became.
  var parked: Intent {
    let captured = [("email_address", "contact@acme.com"), ("template", "Premium Welcome")]
    let task = server.tasks.first { $0.id == Self.example.rawValue }
    return Intent(
      id: "acme-1", task: Self.example, instance: "1", episode: 1,
      write: .complete(
        result: "sent", capturedData: captured.map { JSONMember($0.0, .string($0.1)) }, comment: nil),
      rule: "send-welcome", ruleFingerprint: "old",
      precondition: TaskState(
        status: TaskStatus.pending, user: task?.assignedUser?.id, group: task?.assignedGroup?.id), state: .parked,
      attempts: 3, doubtfulAttempts: 3, createdAt: Date(), changedAt: Date())
  }
}
