import Foundation
import Needs
import Testing

/// The kernel's own word that what is sent was on disk before.
@Suite(.limit(minutes: 10)) struct TraceTests {
  static let strace = ["/usr/bin/strace", "/usr/local/bin/strace"].first(where: FileManager.default.isExecutableFile)

  static let tracing = Need("strace, and the right to trace", obstacle: obstacle)

  private static let obstacle: String? = {
    guard let strace else { return "strace is not there; run: make setup" }
    let process = Process()
    process.executableURL = URL(filePath: strace)
    process.arguments = ["-o", "/dev/null", "/bin/true"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return "strace cannot be run" }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : "one process may not trace another here"
  }()

  @Test(
    "before the connection of every write is asked for, the write-ahead log that arms it has been synced",
    .enabled { try tracing.isMet() })
  func syncBeforeConnect() async throws {
    let strace = try #require(Self.strace)
    try await World.with(sandbox: ["--tasks", "20"], rules: RuleTexts.mixed) { world in
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      try #require(wanted.count > 5)
      let file = world.folder + "/trace"
      let daemon = try world.daemon(
        "--once",
        tracer: [
          strace, "-f", "--seccomp-bpf", "-y", "-s", "4200", "-o", file,
          "-e", "trace=connect,sendto,sendmsg,write,writev,pwrite64,fsync,fdatasync,prctl",
          // The daemon hides its memory and files from others, and so from who traces it without being root.
          "-e", "inject=prctl:retval=0",
        ])
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      try await world.expectExactly(wanted)
      let trace = SystemCallTrace(String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
      let requests = trace.requests
      #expect(Set(requests.map(\.request)) == Set(wanted.map { .init(task: $0.task, endpoint: $0.endpoint) }))
      for (request, complaint) in requests { #expect(complaint == nil, "\(request)") }
    }
  }

  private static let connect = "8 connect(12<socket:[5]>, {sa_family=AF_INET}, 16) = -1 EINPROGRESS"
  private static let send =
    #"8 sendto(12<socket:[5]>, "POST /apidev/v1/workflow/tasks/42/complete HTTP/1.1\r\n"..., 90) = 90"#
  private static let frame = #"9 pwrite64(7</s/journal.sqlite-wal>, "\0\0\5acme42PENDINGarmed", 4096, 56) = 4096"#
  private static let other = #"9 pwrite64(7</s/journal.sqlite-wal>, "\0\0\5acme43PENDINGarmed", 4096, 56) = 4096"#
  private static let sync = "9 fdatasync(7</s/journal.sqlite-wal>) = 0"
  private static let database = "9 fdatasync(6</s/journal.sqlite>) = 0"
  private static let syncBegins = "9 fdatasync(7</s/journal.sqlite-wal> <unfinished ...>"
  private static let syncEnds = "9 <... fdatasync resumed>) = 0"

  @Test(
    "a trace is found good only if arming, sync and connection come in this order",
    arguments: [
      ([frame, sync, connect, send], nil),
      ([frame, syncBegins, syncEnds, connect, send], nil),
      ([sync, frame, sync, connect, send], nil),
      ([connect, frame, sync, send], "connected before its arming was on disk"),
      ([frame, connect, sync, send], "connected before its arming was on disk"),
      ([connect, send, frame, sync], "connected before its arming was on disk"),
      ([frame, syncBegins, connect, syncEnds, send], "connected before its arming was on disk"),
      ([syncBegins, frame, syncEnds, connect, send], "armed and never synced"),
      ([sync, frame, connect, send], "armed and never synced"),
      ([frame, database, connect, send], "armed and never synced"),
      ([other, sync, connect, send], "never armed"),
      ([frame, sync, send], "no connection was asked for"),
    ] as [([String], String?)])
  func order(_ lines: [String], _ complaint: String?) {
    let requests = SystemCallTrace(lines.joined(separator: "\n")).requests
    #expect(requests.map(\.request) == [.init(task: "42", endpoint: "complete")])
    #expect(requests.map(\.complaint) == [complaint])
  }
}
