import Foundation
import Glibc
import Log
import Logging
import Needs
import Notify
import Support
import Synchronization
import Testing

/// The service with a real pipe, a real file and real programs beside it; only who takes the notices is made up.
@Suite(.limit(minutes: 5)) struct ServiceTests {
  /// Takes notices, or does not.
  private final class Taker: Courier {
    private let state: Mutex<(notices: [Notice], problems: Int)>

    /// - Parameter problems: How many times it takes nothing first.
    init(problems: Int = 0) { state = Mutex(([], problems)) }

    var notices: [Notice] { state.withLock { $0.notices } }

    /// Waits until it has taken so many.
    func wait(for count: Int) async {
      while notices.count < count, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(10)) }
    }
    let inWords = "the test"

    func deliver(_ notice: Notice, lost: Int) async -> String? {
      state.withLock { state in
        guard state.problems == 0 else {
          state.problems -= 1
          return "not now"
        }
        state.notices.append(notice)
        return nil
      }
    }
  }

  private static func line(_ number: Int, event: String = "intent.refused", level: String = "err") -> String {
    #"{"ts":"2026-03-15T12:00:00.000Z","level":"\#(level)","event":"\#(event)","msg":"acme: no \#(number)","tenant":"acme"}"#
      + "\n"
  }

  private static func entry(_ number: Int) -> String {
    #"{"__CURSOR":"c\#(number)","__REALTIME_TIMESTAMP":"1773576000000000","PRIORITY":"3","SYSLOG_IDENTIFIER":"capataz","#
      + #""EVENT":"intent.refused","MESSAGE":"acme: no \#(number)","TENANT":"acme"}"#
  }

  private static func service(
    _ source: LogSource, _ taker: Taker, _ log: KeptLog, directory: String? = nil
  ) -> NoticeService {
    var settings = NoticeService.Settings(host: "here")
    settings.directory = directory
    (settings.period, settings.gathering) = (.seconds(1), .milliseconds(50))
    settings.environment = ["PATH": "/usr/bin:/bin"]
    return NoticeService(source, to: taker, settings, log: ReportLog(log.logger))
  }

  private static let never = AsyncStream<Void> { _ in }

  /// What comes of a log that is read to its end.
  private static func run(_ text: String, _ taker: Taker, _ log: KeptLog = KeptLog()) async throws
    -> NoticeService.Ending
  {
    let folder = try TemporaryFolder()
    let file = open(try folder.write(text, to: "log"), O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    return await service(.input(file), taker, log).run(until: never)
  }

  @Test("a log that ends is sent at its end, folded, and only what needs a person; lines that are none are passed over")
  func input() async throws {
    let taker = Taker()
    let text =
      (1...12).map { Self.line($0) }.joined() + "Fatal error\n" + Self.line(1, level: "info")
      + Self.line(2, event: "intent.parked") + Self.line(3, event: "notify.failed")
      + String(repeating: "x", count: 3 << 20) + "\n" + Self.line(13).dropLast()
    #expect(try await Self.run(text, taker) == .done)
    // A slow reader may have sent the first ones when the last one comes.
    let counts = Dictionary(taker.notices.map { ($0.event, $0.count) }, uniquingKeysWith: +)
    #expect(counts == ["intent.parked": 1, "intent.refused": 13] && taker.notices.count <= 3)
  }

  @Test("an empty log is nothing to tell")
  func empty() async throws {
    let taker = Taker()
    #expect(try await Self.run("", taker) == .done)
    #expect(taker.notices.isEmpty)
  }

  @Test("after a restart the journal is followed from the last record on: none is told twice, none is lost")
  func restart() async throws {
    let folder = try TemporaryFolder()
    // Like journalctl, it writes what there is and ends, or, with --follow, waits for more until it is told to stop.
    let program = try folder.write(
      """
      #!/bin/sh
      echo "$@" >>\(folder.path)/arguments
      case "$*" in *--follow*) exec sleep 600 ;; esac
      cat \(folder.path)/entries

      """, to: "journalctl", mode: 0o700)
    let (log, taker) = (KeptLog(), Taker())
    let source = LogSource.journal(program: program, units: ["capataz.service"])
    for (run, entries) in [[1, 2], [3]].enumerated() {
      try folder.write(entries.map { Self.entry($0) + "\n" }.joined(), to: "entries")
      let (stream, stop) = AsyncStream<Void>.makeStream()
      async let ending = Self.service(source, taker, log, directory: folder.path).run(until: stream)
      await taker.wait(for: run + 1)
      stop.yield()
      #expect(await ending == .stopped)
      #expect(NoticeMemory(in: folder.path)?.cursor == "c\(entries[entries.count - 1])")
    }
    #expect(taker.notices.map(\.count) == [2, 1])
    let arguments = try String(contentsOfFile: folder.path + "/arguments", encoding: .utf8).split(separator: "\n")
    #expect(arguments.count == 4)
    for (line, place) in zip(arguments, ["--since=@", "--after-cursor=c2", "--after-cursor=c2", "--after-cursor=c3"]) {
      #expect(line.contains(place) && line.contains("--unit=capataz.service") && line.contains("--priority=4"))
    }
    #expect(arguments.map { $0.contains("--follow") } == [false, true, false, true])
  }

  @Test("a program that reads the journal and ends is told with its words, and started again")
  func deaf() async throws {
    let told = try await Self.failure(of: "#!/bin/sh\necho No journal files were found >&2\nexit 3\n")
    #expect(told.message.contains("ended with 3: No journal files were found") && told.level == .error)
  }

  /// The first failure that is told where this script reads the journal.
  private static func failure(of script: String) async throws -> KeptLog.Record {
    let folder = try TemporaryFolder()
    let program = try folder.write(script, to: "j", mode: 0o700)
    let log = KeptLog()
    let (stream, stop) = AsyncStream<Void>.makeStream()
    let source = LogSource.journal(program: program, units: ["capataz.service"])
    async let ending = service(source, Taker(), log).run(until: stream)
    await log.wait(for: "notify.failed")
    stop.yield()
    #expect(await ending == .stopped)
    return try #require(log.all.first { $0.event == "notify.failed" })
  }

  @Test("entries that are none of ours are not its words, nor is what it said when it was started before")
  func noWords() async throws {
    let told = try await Self.failure(
      of: """
        #!/bin/sh
        case "$*" in
        *--follow*) echo '{"MESSAGE":"of another program"}'; exit 3 ;;
        esac
        echo earlier words >&2

        """
    ).message
    #expect(told.contains("ended with 3") && !told.contains("another program") && !told.contains("earlier words"))
  }

  @Test("what cannot be sent at the end of a log is tried again, then told as given up")
  func unsent() async throws {
    let log = KeptLog()
    let late = Taker(problems: 1)
    #expect(try await Self.run(Self.line(1), late, log) == .done)
    #expect(late.notices.count == 1 && log.events.contains("notify.recovered"))
  }

  @Test("a mail program gets the message and its options, and no secret of our environment")
  func mail() async throws {
    let folder = try TemporaryFolder()
    let program = try folder.write(
      "#!/bin/sh\necho \"$@\" >\(folder.path)/arguments\nenv >\(folder.path)/environment\ncat >\(folder.path)/mail\n",
      to: "sendmail", mode: 0o700)
    let to = try #require(MailAddress("ops@example.com"))
    let courier = MailCourier(
      program: program, to: [to], from: nil, environment: ["PATH": "/usr/bin:/bin", "PING_URL": "secret"])
    #expect(await courier.deliver(try Heard.notice(of: [Heard.refused()]), lost: 0) == nil)
    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) }
    #expect(try text("arguments") == "-t -i\n" && text("mail").hasPrefix("To: ops@example.com\n"))
    #expect(try !text("environment").contains("PING_URL"))
  }

  @Test(
    "a mail program that fails, is not there, or does not read is told with its words",
    arguments: [
      ("#!/bin/sh\necho queue file: locked >&2\ncat >/dev/null\nexit 75\n", "ended with 75: queue file: locked"),
      (
        "#!/bin/sh\necho begin\nhead -c 20000 /dev/zero | tr '\\0' x\necho\necho the reason\nexit 75\n",
        "sendmail ended with 75: …\(String(repeating: "x", count: 285)); the reason"
      ),
      ("#!/bin/sh\nexit 64\n", "ended with 64"), ("#!/bin/sh\nkill -9 $$\n", "was ended by signal 9"),
      (nil, "cannot be started: No such file or directory"),
    ] as [(String?, String)])
  func mailFails(script: String?, problem: String) async throws {
    let folder = try TemporaryFolder()
    if let script { try folder.write(script, to: "sendmail", mode: 0o700) }
    let to = try #require(MailAddress("root"))
    let courier = MailCourier(program: folder.path + "/sendmail", to: [to], from: nil, environment: [:])
    let notice = try Heard.notice(of: [Heard.refused()])
    var said = await courier.deliver(notice, lost: 0)
    // A process that another test begins may for a moment have the script open that was just written (ETXTBSY).
    while said?.contains("Text file busy") == true { said = await courier.deliver(notice, lost: 0) }
    #expect(said?.contains(problem) == true, "\(said ?? "nothing")")
  }
}
