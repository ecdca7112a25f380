import Foundation
import Glibc
import Log
import Needs
import Testing

/// The log is a pipe that is full before the daemon has said a word.
@Suite("A daemon whose log nobody reads", .limit(minutes: 10)) struct StalledLogTests {
  /// A pipe with a name, full to the brim.
  private struct FullPipe {
    let path: String
    let reader: Int32
    /// How many bytes it holds that are not the daemon's.
    let filling: Int

    init(in folder: String) throws {
      path = folder + "/log"
      try #require(mkfifo(path, 0o600) == 0)
      reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      let writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      try #require(reader >= 0 && writer >= 0)
      var count = 0
      for size in [4_096, 1] {
        let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: size)
        while write(writer, bytes, size) == size { count += size }
      }
      filling = count
      close(writer)
      try #require(fcntl(reader, F_SETFL, 0) == 0)
    }
  }

  /// The daemon with its standard error in the pipe.
  private func daemon(_ world: World, _ log: FullPipe, _ arguments: [String]) throws -> ChildProcess {
    try world.daemon(arguments, tracer: ["/bin/sh", "-c", #"log=$1; shift; exec "$@" 2>"$log""#, "sh", log.path])
  }

  @Test("every effect is made meanwhile, and once somebody reads, every record is there", arguments: [[], ["--once"]])
  func later(_ arguments: [String]) async throws {
    try await World.with(rules: RuleTexts.mixed) { world in
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      let log = try FullPipe(in: world.folder)
      let daemon = try daemon(world, log, arguments)
      while try await world.sandbox.history().history.count < wanted.count { try Task.checkCancellation() }
      let output = ChildOutput()
      output.readAll(from: log.reader)
      if arguments.isEmpty { daemon.kill(SIGTERM) }
      #expect(await daemon.exit() == .code(0))
      await output.end()
      let lines = output.lines.dropFirst(log.filling)
      let records = lines.compactMap { LogRecord($0) }
      #expect(records.count == lines.count, "\(output.text)")
      #expect(records.first?.event == "daemon.start" && records.last?.event == "daemon.stop")
      #expect(Set(records.filter { $0.event == "intent.done" }.compactMap(\.task)) == Set(wanted.map(\.task)))
      try await world.expectExactly(wanted)
    }
  }

  @Test(
    "where nobody ever reads, every effect is made, a reload is answered, and a stop is one",
    arguments: [[], ["--once"]])
  func never(_ arguments: [String]) async throws {
    try await World.with(rules: RuleTexts.mixed) { world in
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      let log = try FullPipe(in: world.folder)
      defer { close(log.reader) }
      let daemon = try daemon(world, log, arguments)
      while try await world.sandbox.history().history.count < wanted.count { try Task.checkCancellation() }
      if arguments.isEmpty {
        let reload = try world.start("reload")
        #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
        daemon.kill(SIGTERM)
      }
      #expect(await daemon.exit() == .code(0))
      try await world.expectExactly(wanted)
    }
  }
}
