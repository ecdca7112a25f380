import Daemon
import Engine
import Foundation
import GeoTareas
import Glibc
import Journal
import Needs
import Pacing
import Records
import RuleFiles
import Sandbox
import Support
import TenantRuntime
import Testing

@Suite(.limit(minutes: 5)) struct TenantRunnerTests {
  @Test("the way of a task: polled, decided, looked at, armed, completed, journalled, told")
  func happyPath() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let pulse = Heartbeat()
      let ending = try await tenancy.run(loaded, journal, options: tenancy.options(), pulse: pulse).ending
      #expect(ending == .nothingLeft)
      #expect(tenancy.server.history.map(\.task) == [Tenancy.example.rawValue])
      #expect(tenancy.log.events == ["tenant.ok", "decision.act", "intent.armed", "intent.done"])
      let intents = try await journal.recall([Tenancy.example], tenant: "acme")[Tenancy.example]
      #expect(intents?.map(\.state) == [.done])
      #expect(pulse.standing?.trouble == nil)
      #expect(pulse.standing?.queued == 0)
      try await journal.close()
    }
  }

  @Test("a second life knows from the journal what the first one did")
  func secondLife() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      for _ in 0..<2 {
        let journal = try await tenancy.openJournal()
        _ = try await tenancy.run(loaded, journal, options: tenancy.options())
        try await journal.close()
      }
      #expect(tenancy.server.history.count == 1)
      #expect(tenancy.server.refusals.isEmpty)
      for endpoint in Endpoint.allCases { #expect(tenancy.server.traffic(of: endpoint).limited == 0) }
    }
  }

  @Test("a dry run sends no write")
  func dry() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let (ending, engine) = try await tenancy.run(loaded, journal, options: tenancy.options(dry: true))
      #expect(ending == .nothingLeft)
      #expect(engine.candidates.map(\.task) == [Tenancy.example])
      #expect(tenancy.server.history.isEmpty)
      try await journal.close()
    }
  }

  @Test("credentials that are refused end a single run, and are told once")
  func refused() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port, apiKey: "gtk_wrong")
      let journal = try await tenancy.openJournal()
      #expect(try await tenancy.run(loaded, journal, options: tenancy.options()).ending == .credentialsRefused)
      #expect(tenancy.log.events == ["tenant.auth_failed"])
      #expect(tenancy.server.traffic(of: .login).total == 2)
      try await journal.close()
    }
  }

  @Test("a stop gives up a read that hangs")
  func stop() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      tenancy.server.inject(.hang, at: .list)
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let inbox = Inbox()
      inbox.post(.stop)
      #expect(
        try await tenancy.run(loaded, journal, options: tenancy.options(once: false), inbox: inbox).ending == .stopped)
      try await journal.close()
    }
  }

  @Test("a journal that is closed under it ends the run with its error")
  func journalGone() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      try await journal.close()
      await #expect(throws: JournalError.closed) {
        try await tenancy.run(loaded, journal, options: tenancy.options())
      }
      #expect(tenancy.server.traffic(of: .login).total == 0)
    }
  }

  @Test("a journal that another program keeps locked sends nothing, and all is done once it is free")
  func journalBusy() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let lock = try DatabaseLock(tenancy.folder.path + "/state/journal.sqlite")
      async let run = tenancy.run(loaded, journal, options: tenancy.options())
      await tenancy.log.wait(for: "journal.full")
      #expect(tenancy.server.traffic(of: .login).total == 0)
      lock.release()
      #expect(try await run.ending == .nothingLeft)
      #expect(tenancy.server.history.count == 1)
      try await journal.close()
    }
  }

  @Test("a record that the journal never takes costs that effect: it is told, and the run goes on and ends")
  func refusedRecord() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let path = tenancy.folder.path + "/state/journal.sqlite"
      try DatabaseLock.run(
        "CREATE TRIGGER no BEFORE INSERT ON intent BEGIN SELECT RAISE(ABORT, 'not this one'); END", on: path)
      #expect(try await tenancy.run(loaded, journal, options: tenancy.options()).ending == .nothingLeft)
      #expect(tenancy.server.history.isEmpty && tenancy.log.events.contains("decision.blocked"))
      #expect(!tenancy.log.events.contains { $0.hasPrefix("journal.") || $0.hasPrefix("intent.") })
      // What was committed beside it is there.
      let reader = try JournalReader.open(directory: tenancy.folder.path + "/state")
      let kinds = try reader.decisions(tenant: "acme", limit: 9).map(\.kind)
      #expect(kinds == [.blocked, .act])
      reader.close()
      try DatabaseLock.run("DROP TRIGGER no", on: path)
      #expect(try await tenancy.run(loaded, journal, options: tenancy.options()).ending == .nothingLeft)
      #expect(tenancy.server.history.map(\.task) == [Tenancy.example.rawValue])
      try await journal.close()
    }
  }

  @Test("a stop while the journal is locked ends, and the write in flight stays armed for the next life to settle")
  func stopWhileBusy() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      tenancy.server.inject(.delay(20), at: .complete)
      let loaded = try tenancy.load(port: port)
      let journal = try await tenancy.openJournal()
      let inbox = Inbox()
      async let first = tenancy.run(loaded, journal, options: tenancy.options(once: false), inbox: inbox)
      await tenancy.log.wait(for: "intent.armed")
      let lock = try DatabaseLock(tenancy.folder.path + "/state/journal.sqlite")
      inbox.post(.stop)
      #expect(try await first.ending == .stopped)
      lock.release()
      #expect(try await journal.recall([Tenancy.example], tenant: "acme")[Tenancy.example]?.map(\.state) == [.armed])
      try await journal.close()
      let again = try await tenancy.openJournal()
      _ = try await tenancy.run(loaded, again, options: tenancy.options())
      #expect(try await again.recall([Tenancy.example], tenant: "acme")[Tenancy.example]?.map(\.state) == [.done])
      #expect(tenancy.server.traffic(of: .complete).total == 1)
      try await again.close()
    }
  }
}
