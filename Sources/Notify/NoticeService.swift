import Foundation
package import Log
import Platform
import Records
import TenantRuntime
import UnixSignals

/// Reads the log, and sends notices until the log ends or it is told to stop.
///
/// It is a program beside the daemon, which needs neither the daemon's configuration nor its secrets.
package struct NoticeService: Sendable {
  package struct Settings: Sendable {
    /// Records less serious than this are passed over.
    package var level = LogEntry.Level.err
    /// The time in which an event of a tenant is told once.
    package var period = Duration.seconds(3_600)
    /// How long the first record waits for others that come with it, and the first wait after a try that failed.
    package var gathering = Duration.seconds(10)
    /// What this machine is called.
    package var host: String
    /// Where to keep how far the log was read; nil to keep it nowhere.
    package var directory: String?
    package var environment: [String: String] = [:]

    package init(host: String) { self.host = host }
  }

  /// How it ended.
  package enum Ending: Sendable, Equatable {
    case stopped
    /// The log has ended, and everything was sent.
    case done
    /// The log has ended, and something could not be sent.
    case leftUnsent
  }

  enum Event: Sendable {
    case source(LineReader.Event)
    /// A notice was handed over, or not, and then why not.
    case delivered(Notice, problem: String?)
    case tick
    /// The journal is to be read again.
    case listen
    case stop
    /// A stop has waited for long enough.
    case leave
  }

  let source: LogSource
  let courier: any Courier
  let settings: Settings
  let log: ReportLog

  package init(_ source: LogSource, to courier: any Courier, _ settings: Settings, log: ReportLog) {
    self.source = source
    self.courier = courier
    self.settings = settings
    self.log = log
  }

  /// Runs until the log ends or SIGTERM or SIGINT comes; it may be called once.
  package func run() async -> Ending {
    let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
    let (stops, stop) = AsyncStream<Void>.makeStream()
    let waiting = Task { for await _ in signals { stop.yield() } }
    defer { waiting.cancel() }
    return await run(until: stops)
  }

  /// Runs until the log ends or `stops` has something; it may be called once.
  package func run(until stops: AsyncStream<Void>) async -> Ending {
    let (events, post) = AsyncStream<Event>.makeStream()
    return await withDiscardingTaskGroup(returning: Ending.self) { group in
      group.addTask { for await _ in stops { post.yield(.stop) } }
      group.addTask { await log.tellRepeats() }
      var work = NoticeWork(self, post)
      log.write(.notifyReady(source: source.inWords, ways: courier.inWords))
      work.listen()
      for await event in events {
        work.handle(event, &group)
        if let ending = work.ending {
          work.end()
          group.cancelAll()
          return ending
        }
      }
      return .stopped
    }
  }
}
