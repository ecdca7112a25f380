import Daemon
import Foundation
import Glibc
import Log
import Needs
import Testing

/// Against a real systemd-journald: what journalctl reads is what was written.
@Suite(.limit(minutes: 10)) struct JournaldTests {
  /// Where the machine has a systemd journal, what a command line begins with to be run as if it had none.
  private static let withoutJournal =
    access("/run/systemd/journal/socket", F_OK) == 0
    ? PrivateJournald.unshared + ["/bin/sh", "-c", "mount -t tmpfs tmpfs /run/systemd/journal && exec \"$0\" \"$@\""]
    : []

  private static let seclusion =
    withoutJournal.isEmpty ? Need("nothing", obstacle: nil) : PrivateJournald.needWithDaemon

  private static let values: [[UInt8]] = [
    [], Array("plain".utf8), Array("a\nb\n".utf8), Array("=".utf8), Array("A=B\nC=D\n".utf8), [0], [0, 10, 0],
    [0xFF, 0xFE, 0x0A, 0x80], Array("ñandú 漢字 🙂".utf8), Array(0...255), [UInt8](repeating: 0x0A, count: 50_000),
    [UInt8](repeating: 0x78, count: 100_000),
  ]

  @Test("values of any bytes read back byte for byte", .enabled { try PrivateJournald.need.isMet() })
  func anyBytes() async throws {
    try await PrivateJournald.with { journald in
      let socket = JournaldSocket(path: journald.socket)
      for (place, value) in Self.values.enumerated() {
        let fields = [
          JournaldFields.Field("MESSAGE", Array("test".utf8)), .init("PLACE", Array(String(place).utf8)),
          .init("VALUE", value), .init("LAST", Array("last".utf8)),
        ]
        #expect(socket.send(JournaldFields.encode(fields)) == nil)
      }
      let records = try await journald.records(with: "PLACE")
      #expect(records.count == Self.values.count)
      for (record, value) in zip(records, Self.values) {
        #expect(PrivateJournald.bytes(record["VALUE"]) == value)
        #expect(record["LAST"] as? String == "last")
      }
    }
  }

  @Test(
    "the daemon that systemd has connected to the journal logs there, with the same content as in JSON, and -x explains",
    .enabled { try PrivateJournald.needWithDaemon.isMet() })
  func daemon() async throws {
    try await World.with(setup: { $0.logFormat = "auto" }) { world in
      try await PrivateJournald.with { journald in
        let daemon = try world.daemon("--once", tracer: journald.service)
        #expect(await daemon.exit() == .code(0))
        #expect(daemon.errors.text == "", "everything goes to the journal")
        let records = try await journald.records(with: "EVENT")
        let events = records.compactMap { $0["EVENT"] as? String }
        #expect(events.first == "daemon.start" && events.last == "daemon.stop")
        for record in records {
          #expect(record["SYSLOG_IDENTIFIER"] as? String == "capataz")
          #expect(record["_TRANSPORT"] as? String == "journal")
          #expect((record["MESSAGE_ID"] as? String)?.count == 32)
        }
        let done = try #require(records.first { $0["EVENT"] as? String == "intent.done" })
        #expect(done["PRIORITY"] as? String == "5")
        #expect(done["TENANT"] as? String == "acme" && done["ATTEMPT"] as? String == "1")
        try await compare(records, with: world)
        let task = try #require(done["TASK"] as? String)
        let explained = try await journald.journalctl("-x", "EVENT=intent.done")
        #expect(explained.contains { $0.hasSuffix("Subject: Done: task \(task), by rule send-welcome") })
        #expect(explained.contains { $0.hasSuffix("Defined-By: Capataz") })
        #expect(explained.contains { $0.hasSuffix("The server has confirmed the effect.") })
        let entries = try String(contentsOfFile: PrivateJournald.catalogue, encoding: .utf8)
          .split(separator: "\n").filter { $0.hasPrefix("-- ") }.map { $0.dropFirst(3) }
        let listed = try await journald.journalctl("--list-catalog").compactMap { $0.split(separator: " ").first }
        #expect(entries.count > 30 && Set(entries) == Set(listed))
      }
    }
  }

  /// Holds the first record against the one that the same configuration gives as a line of JSON.
  private func compare(_ records: [[String: Any]], with world: World) async throws {
    try world.configure { _ in }
    let plain = try await world.runOnce().process
    for (event, key) in [("daemon.start", "config"), ("daemon.ready", "tenants"), ("tenant.ok", "tenant")] {
      let line = try #require(plain.records(of: event).first)
      let record = try #require(records.first { $0["EVENT"] as? String == event })
      #expect(PrivateJournald.bytes(record["MESSAGE"]) == Array(line.message.utf8))
      #expect(record[key.uppercased()] as? String == line.fields[key])
    }
  }

  @Test(
    "without the systemd journal the daemon that is told to use it says so once and logs lines of JSON",
    .enabled { try seclusion.isMet() })
  func nobody() async throws {
    try await World.with(setup: { $0.logFormat = "journald" }) { world in
      let daemon = try world.daemon("--once", tracer: Self.withoutJournal)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records.map(\.event).prefix(2) == ["log.fallback", "daemon.start"])
      #expect(daemon.records(of: "log.fallback").count == 1)
      #expect(daemon.records(of: "intent.done").count == 1)
      #expect(daemon.records.count == daemon.errors.lines.count)
    }
  }
}
