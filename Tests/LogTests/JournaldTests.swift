import Daemon
import Engine
import Foundation
import Fuzzing
import Glibc
import Log
import Logging
import Records
import RuleFiles
import Support
import TenantRuntime
import Testing

/// The native protocol of the systemd journal, up to a socket that is not the journal's.
@Suite("The systemd journal's protocol")
struct JournaldTests {
  private static let date = Date(timeIntervalSince1970: 1_773_592_200.25)

  @Test("a record is its datagram, byte for byte")
  func record() {
    let record = LogRecord(
      .error, "given up", ["event": "intent.parked", "tenant": "acme", "task": "42", "why": "a=b"], at: Self.date)
    let expected = """
      MESSAGE=given up
      PRIORITY=3
      SYSLOG_IDENTIFIER=capataz
      EVENT=intent.parked
      MESSAGE_ID=e73d7fafefb14fb584ef57d0322989e7
      TENANT=acme
      TASK=42
      WHY=a=b

      """
    #expect(String(decoding: LogForm.journald.encode(record), as: UTF8.self) == expected)
  }

  @Test(
    "levels are priorities of syslog(3)",
    arguments: zip([Logger.Level.debug, .info, .notice, .warning, .error], ["7", "6", "5", "4", "3"]))
  func priorities(_ level: Logger.Level, _ expected: String) {
    let fields = JournaldFields.of(LogRecord(level, "m", [:], at: Self.date))
    #expect(fields.first { $0.name == "PRIORITY" }?.value == Array(expected.utf8))
  }

  @Test("a value with a line break has its length before it, little end first")
  func binary() {
    let bytes = JournaldFields.encode([.init("A", Array("x\ny".utf8)), .init("B", Array("z".utf8))])
    #expect(bytes == Array("A\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("x\ny\nB=z\n".utf8))
  }

  @Test(
    "whatever a value holds reads back as it was",
    arguments: [
      [], Array("\n".utf8), [0], [0, 10, 0], Array("=\n=".utf8), [0xFF, 0xFE, 0x0A, 0x80], Array("A\n=B=".utf8),
      [UInt8](repeating: 0x0A, count: 1 << 20), [UInt8](repeating: 0xC3, count: 1 << 20),
    ])
  func readsBack(_ value: [UInt8]) {
    let fields = [
      JournaldFields.Field("FIRST", value), .init("SECOND", Array("2".utf8)), .init("THIRD", value),
    ]
    #expect(JournaldReader.read(JournaldFields.encode(fields)) == fields)
  }

  @Test("random values read back as they were", arguments: 0..<200)
  func random(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = { (count: Int) in
      (0..<count).map { _ in
        let number = random.next()
        // Every other byte is one that means something to the protocol.
        return number & 256 == 0 ? UInt8(truncatingIfNeeded: number) : [10, 61, 0, 65][Int(number >> 10 & 3)]
      }
    }
    let fields = (0..<Int(random.next() % 20)).map { place in
      JournaldFields.Field("F_\(place)", bytes(Int(random.next() % 300)))
    }
    #expect(JournaldReader.read(JournaldFields.encode(fields)) == fields)
  }

  @Test(
    "a name that is none for the journal, or has a meaning there, is not used",
    arguments: [
      ("task", "TASK"), ("duration_ms", "DURATION_MS"), ("a1", "A1"), ("", nil), ("1a", nil), ("_pid", nil),
      ("a-b", nil), ("é", nil), ("a b", nil), ("a=b", nil), ("a\nb", nil), ("message", nil), ("priority", nil),
      ("message_id", nil), ("syslog_identifier", nil), ("errno", nil), (String(repeating: "x", count: 65), nil),
      (String(repeating: "x", count: 64), String(repeating: "X", count: 64)),
    ])
  func names(_ key: String, _ expected: String?) { #expect(JournaldFields.name(of: key) == expected) }

  @Test("a record that is as large as one can be goes into one datagram of the kernel's default size")
  func largest() throws {
    let folder = try TemporaryFolder(in: "/tmp")
    let journal = try DatagramSocket(folder.path + "/socket")
    var metadata: Logger.Metadata = ["event": "tenant.summary"]
    for number in 0..<500 {
      metadata["f_\(number)" + String(repeating: "x", count: 58)] = "\(String(repeating: "🙂", count: 1_000))"
    }
    let record = LogRecord(.info, String(repeating: "\u{1B}", count: 5_000), metadata, at: Self.date)
    let bytes = LogForm.journald.encode(record)
    #expect(bytes.count > 40_000 && bytes.count < 50_000)
    #expect(JournaldReader.read(bytes)?.count == JournaldFields.most + 5)
    #expect(JournaldSocket(path: folder.path + "/socket").send(bytes) == nil)
    #expect(journal.next() == bytes)
  }

  @Test("no event has more fields than a record may have")
  func enough() {
    for name in Report.Name.allCases {
      let keys = (name.text.fields + name.text.sometimes).flatMap(LogField.keys)
      #expect(keys.count < JournaldFields.most, "\(name.rawValue)")
    }
  }

  @Test("standard error leads to the journal only where $JOURNAL_STREAM names it")
  func stream() throws {
    let folder = try TemporaryFolder()
    let file = open(try folder.write("", to: "stream"), O_WRONLY | O_CLOEXEC)
    defer { close(file) }
    var about = stat()
    #expect(fstat(file, &about) == 0)
    #expect(JournaldSocket.isBehind(file, stream: "\(about.st_dev):\(about.st_ino)"))
    #expect(!JournaldSocket.isBehind(file, stream: "\(about.st_dev):\(about.st_ino + 1)"))
    #expect(!JournaldSocket.isBehind(file, stream: ""))
    #expect(!JournaldSocket.isBehind(file, stream: nil))
    #expect(!JournaldSocket.isBehind(-1, stream: "0:0"))
  }

  @Test("the form follows from the setting, and for 'auto' from where standard error leads")
  func forms() {
    typealias Format = LogSettings.Format
    for isTerminal in [true, false] {
      for isBehind in [true, false] {
        let form = { (format: Format) in
          format.form(isTerminal: isTerminal, colour: false, isBehindJournald: isBehind)
        }
        #expect(form(.text) == .text(colour: false) && form(.json) == .json && form(.journald) == .journald)
        #expect(form(.auto) == (isBehind ? .journald : isTerminal ? .text(colour: false) : .json))
      }
    }
  }
}
