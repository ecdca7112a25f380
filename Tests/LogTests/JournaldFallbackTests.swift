import Daemon
import Engine
import Foundation
import Fuzzing
import Glibc
import Log
import Logging
import Records
import Support
import Testing

/// Records on their way to a journal that comes and goes.
@Suite("A systemd journal that comes and goes")
struct JournaldFallbackTests {
  /// A folder with the journal's socket, and a file in the place of standard error.
  private struct Place {
    let folder: TemporaryFolder
    let log: ReportLog
    let outlet: LogOutlet
    private let file: String

    var socket: String { folder.path + "/socket" }

    init(level: Logger.Level = .info) throws {
      folder = try TemporaryFolder(in: "/tmp")
      file = try folder.write("", to: "stderr")
      let stream = LogStream(descriptor: open(file, O_WRONLY | O_APPEND | O_CLOEXEC))
      let socket = JournaldSocket(path: folder.path + "/socket", patience: .milliseconds(20))
      let handler = JournaldLogHandler(level: level, socket: socket, stream: stream)
      outlet = handler.outlet
      log = ReportLog(Logger(label: "test") { _ in handler })
    }

    func say(_ message: String) { log.write(LogEntry(.intentDone, .notice, message, [.init("task", "7")])) }

    /// What went to standard error.
    func lines() throws -> [[String: String]] {
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
      }
    }
  }

  private func told(_ journal: DatagramSocket) -> [String] {
    var told: [String] = []
    while let bytes = journal.next() {
      let fields = JournaldReader.read(bytes) ?? []
      let value = { (name: String) in
        String(decoding: fields.first { $0.name == name }?.value ?? [], as: UTF8.self)
      }
      told.append(value("EVENT") + ": " + value("MESSAGE"))
    }
    return told
  }

  @Test("while the journal is there it has every record, and standard error none")
  func there() throws {
    let place = try Place()
    let journal = try DatagramSocket(place.socket)
    place.say("one")
    place.say("two")
    #expect(told(journal) == ["intent.done: one", "intent.done: two"])
    #expect(try place.lines().isEmpty)
  }

  @Test("without the journal every record is a line of JSON, which is said once; when it is back, it is told so once")
  func away() throws {
    let place = try Place()
    place.say("one")
    place.say("two")
    #expect(try place.lines().map { $0["event"] } == ["log.fallback", "intent.done", "intent.done"])
    #expect(try place.lines().map { $0["task"] } == [nil, "7", "7"])
    #expect(try place.lines().first?["why"] == "\(place.socket): No such file or directory")
    let journal = try DatagramSocket(place.socket)
    place.say("three")
    place.say("four")
    let back = "log.restored: the systemd journal can be reached again; 2 records went to standard error before"
    #expect(told(journal) == ["intent.done: three", back, "intent.done: four"])
    #expect(try place.lines().count == 3)
  }

  @Test("a journal that ended and was started anew is found again by its path")
  func anew() throws {
    let place = try Place()
    do {
      let journal = try DatagramSocket(place.socket)
      place.say("one")
      #expect(told(journal) == ["intent.done: one"])
    }
    place.say("two")
    #expect(try place.lines().map { $0["msg"] }.last == "two")
    unlink(place.socket)
    let journal = try DatagramSocket(place.socket)
    place.say("three")
    #expect(told(journal).first == "intent.done: three")
  }

  @Test("a journal that takes nothing any more does not stop the daemon, and loses nothing")
  func stuck() throws {
    let place = try Place()
    let journal = try DatagramSocket(place.socket)
    let count = 3_000
    for number in 0..<count {
      place.say("\(number)")
      if try place.lines().count > 3 { break }
    }
    #expect(place.outlet.flush(patience: .seconds(60)))
    let lines = try place.lines()
    #expect(lines.map { $0["event"] }.prefix(2) == ["log.fallback", "intent.done"])
    #expect(lines.count { $0["event"] == "log.fallback" } == 1)
    #expect(lines.first?["why"] == "\(place.socket): it takes nothing")
    let taken = told(journal).map { String($0.dropFirst("intent.done: ".count)) }
    let all = taken + lines.dropFirst().compactMap { $0["msg"] }
    #expect(!taken.isEmpty && all == (0..<all.count).map(String.init))
  }

  @Test("words about the log itself keep to the level that the settings ask for")
  func level() throws {
    let place = try Place(level: .error)
    place.say("quiet")
    place.log.write(LogEntry(.journalFull, .err, "full", []))
    #expect(try place.lines().map { $0["event"] } == ["journal.full"])
    let journal = try DatagramSocket(place.socket)
    place.log.write(LogEntry(.journalFull, .err, "full still", []))
    #expect(told(journal) == ["journal.full: full still"])
  }
}
