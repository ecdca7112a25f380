import Dispatch
import Foundation
import Glibc
import Platform
import Synchronization

/// Where lines of the log come from.
package enum LogSource: Sendable, Equatable {
  /// A file descriptor, up to its end.
  case input(Int32)
  /// The systemd journal of these units, followed by a program like journalctl(1).
  case journal(program: String, units: [String])

  /// What is read, for people.
  package var inWords: String {
    switch self {
    case .input: "its standard input"
    case .journal(_, let units): "the systemd journal of \(units.joined(separator: ", "))"
    }
  }
}

/// Reads lines on a thread of its own, and never more of them than somebody takes.
final class LineReader: Sendable {
  enum Event: Sendable {
    case line([UInt8])
    /// The source has ended; for a program that failed, how.
    case ended(String?)
  }

  /// The most lines that wait.
  private static let most = 256

  private let room = DispatchSemaphore(value: 0)
  private let child = Mutex<pid_t?>(nil)

  init() { for _ in 0..<Self.most { room.signal() } }

  /// Reads what a descriptor has.
  func read(_ descriptor: Int32, _ take: @escaping @Sendable (Event) -> Void) {
    Thread.detachNewThread { [self] in
      readAll(descriptor, take)
      take(.ended(nil))
    }
  }

  /// Starts a program and reads what it writes.
  func run(
    _ program: String, _ arguments: [String], environment: [String: String], _ take: @escaping @Sendable (Event) -> Void
  ) {
    Thread.detachNewThread { [self] in
      var pipes: ChildPipes
      do throws(SystemFailure) {
        pipes = try ChildPipes(program, arguments, environment: environment)
      } catch {
        return take(.ended("\(program) cannot be started: \(error.description)"))
      }
      pipes.closeInput()
      child.withLock { $0 = pipes.pid }
      readAll(pipes.output, take)
      pipes.close()
      pipes.waitForEnd()
      // Between its end and this the number cannot belong to another process.
      let status = child.withLock { child in
        child = nil
        return pipes.status()
      }
      take(.ended(childEnd(status).map { "\(program) \($0)" }))
    }
  }

  /// A line was taken; there is room for another one.
  func taken() { room.signal() }

  /// Ends the program, if one runs.
  func stop() { child.withLock { if let pid = $0 { _ = kill(pid, SIGTERM) } } }

  private func readAll(_ descriptor: Int32, _ take: (Event) -> Void) {
    var splitter = LineSplitter()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      for line in count > 0 ? splitter.take(buffer[..<count]) : splitter.end() {
        room.wait()
        take(.line(line))
      }
      guard count > 0 else { return }
    }
  }
}
