import Daemon
import Dispatch
import Engine
import Foundation
import Glibc
import Log
import Logging
import Needs
import Records
import Synchronization
import Testing

/// A log that nobody reads holds up nobody who writes it.
@Suite("A log that is not read", .limit(minutes: 5))
struct LogOutletTests {
  /// A pipe, or a socket as systemd gives one, and a log that writes to it.
  final class Place: Sendable {
    let log: ReportLog
    let outlet: LogOutlet
    private let ends: (read: Int32, write: Int32)

    init(_ kind: Kind, most: Int = LogOutlet.most, level: Logger.Level = .info) throws {
      var ends: [Int32] = [0, 0]
      let isMade =
        kind == .pipe
        ? pipe(&ends) == 0 : socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0
      try #require(isMade)
      self.ends = (ends[0], ends[1])
      let handler = LineLogHandler(form: .json, level: level, stream: LogStream(descriptor: ends[1]), most: most)
      outlet = handler.outlet
      log = ReportLog(Logger(label: "test") { _ in handler })
    }

    deinit {
      close(ends.read)
      close(ends.write)
    }

    func say(_ numbers: some Sequence<Int>) {
      for number in numbers {
        log.write(LogEntry(.intentDone, .notice, "\(number)", [.init("why", String(repeating: "x", count: 200))]))
      }
    }

    /// Says so much that the far end takes no more.
    func fill(from start: Int = 0) -> Int {
      var next = start
      var request = pollfd(fd: ends.write, events: Int16(POLLOUT), revents: 0)
      while poll(&request, 1, 0) > 0 {
        say([next])
        next += 1
      }
      return next
    }

    /// Begins to read on a thread of its own, as another program would.
    func reader(until last: String) -> Reader {
      Reader { try self.read(until: last) }
    }

    /// Reads lines up to one whose message is wanted.
    func read(until last: String) throws -> [[String: String]] {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1_000)
      var found: [[String: String]] = []
      while found.last?["msg"] != last {
        let count = Glibc.read(ends.read, &buffer, buffer.count)
        try #require(count > 0)
        bytes += buffer[..<count]
        while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
          found.append(try JSONDecoder().decode([String: String].self, from: Data(bytes[..<end])))
          bytes.removeSubrange(...end)
        }
      }
      return found
    }
  }

  enum Kind: CaseIterable { case pipe, socket }

  /// Work on a thread of its own.
  final class Reader: Sendable {
    private let result = Mutex<Result<[[String: String]], any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () throws -> [[String: String]]) {
      Thread.detachNewThread { [self] in
        let found = Result { try work() }
        result.withLock { $0 = found }
        done.signal()
      }
    }

    /// Waits for the end; to be called once.
    func lines() throws -> [[String: String]] {
      done.wait()
      return try result.withLock { try $0?.get() ?? [] }
    }
  }

  @Test("what is said meanwhile comes in its order, whole, once somebody reads", arguments: Kind.allCases)
  func late(_ kind: Kind) throws {
    let place = try Place(kind)
    let said = place.fill() + 500
    place.say((said - 500)..<said)
    let lines = try place.read(until: "\(said - 1)")
    #expect(lines.compactMap { $0["msg"] } == (0..<said).map(String.init))
    #expect(place.outlet.flush())
    // Then it is as before: what is said is there at once.
    place.say([said])
    #expect(try place.read(until: "\(said)").count == 1)
  }

  @Test("what is more than may wait is lost, counted, and told where it is missing", arguments: Kind.allCases)
  func lost(_ kind: Kind) throws {
    let place = try Place(kind, most: 50)
    let full = place.fill()
    place.say(full..<(full + 200))
    // What waits is the rest of one that was begun, or not, and up to the bound behind it.
    let reader = place.reader(until: "last")
    #expect(place.outlet.flush(patience: .seconds(60)))
    place.log.write(LogEntry(.intentDone, .notice, "last"))
    let lines = try reader.lines()
    var next = 0
    for line in lines.dropLast() {
      if let lost = line["lost"].flatMap({ Int($0) }) {
        #expect(line["event"] == "log.restored" && line["level"] == "warning" && lost > 0)
        next += lost
      } else {
        #expect(line["msg"] == String(next))
        next += 1
      }
    }
    #expect(next == full + 200)
    #expect(lines.contains { $0["event"] == "log.restored" })
  }

  @Test("the end waits for what is read, however slowly, and not for what nobody reads")
  func flush() throws {
    let place = try Place(.pipe)
    #expect(place.outlet.flush(patience: .zero))
    let full = place.fill()
    place.say(full..<(full + 300))
    #expect(!place.outlet.flush(patience: .milliseconds(20)))
    let reader = place.reader(until: "\(full + 299)")
    #expect(place.outlet.flush(patience: .seconds(60)))
    #expect(try reader.lines().count == full + 300)
  }

  @Test("a far end that is gone costs the records and nothing else")
  func gone() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let handler = LineLogHandler(form: .json, level: .info, stream: LogStream(descriptor: ends[1]))
    let log = ReportLog(Logger(label: "test") { _ in handler })
    close(ends[0])
    for number in 0..<10 { log.write(LogEntry(.intentDone, .notice, "\(number)")) }
    #expect(handler.outlet.flush())
    close(ends[1])
  }

  @Test("where only errors are asked for, nothing is said about the log itself")
  func level() throws {
    let place = try Place(.pipe, most: 1, level: .error)
    var request = 0
    // Until two have to wait, of which one is lost.
    while place.outlet.flush(patience: .zero) {
      place.log.write(LogEntry(.journalFull, .err, "\(request)", [.init("why", String(repeating: "x", count: 200))]))
      request += 1
    }
    for _ in 0..<5 { place.log.write(LogEntry(.journalFull, .err, "more")) }
    let reader = place.reader(until: "last")
    #expect(place.outlet.flush(patience: .seconds(60)))
    place.log.write(LogEntry(.journalFull, .err, "last"))
    #expect(try reader.lines().allSatisfy { $0["event"] == "journal.full" })
  }
}
