import Dispatch
import Foundation
import Glibc
import Inspection
import Log
import Platform

extension Terminal {
  /// How often the line moves on while nothing happens.
  private static let pause = DispatchTimeInterval.milliseconds(250)

  /// Runs work that says how far it is on the terminal that standard error is; nothing is said anywhere else.
  ///
  /// The line is erased at the end, and by whatever else is written meanwhile.
  ///
  /// - Parameter printsMeanwhile: Whether the work writes to standard output as it goes on: then nothing is said where
  ///   that is a terminal, too, since what is written shows that it lives.
  static func withProgress<Value>(
    printsMeanwhile: Bool = false, _ body: (WorkProgress) async throws -> Value
  ) async rethrows -> Value {
    let (progress, end) = beginProgress(printsMeanwhile)
    defer { end() }
    return try await body(progress)
  }

  /// The same for work that does not wait.
  static func withProgress<Value>(
    printsMeanwhile: Bool = false, _ body: (WorkProgress) throws -> Value
  ) rethrows -> Value {
    let (progress, end) = beginProgress(printsMeanwhile)
    defer { end() }
    return try body(progress)
  }

  private static func beginProgress(_ printsMeanwhile: Bool) -> (WorkProgress, end: () -> Void) {
    let form = progressForm(printsMeanwhile)
    guard form != .none else { return (.silent, {}) }
    let clock = SystemClock()
    let progress = WorkProgress(form, clock: { clock.instant() }) { line in
      form == .plain ? complain("capataz: \(line)") : LogStream.draw(passing: line)
    }
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.setEventHandler { progress.tick() }
    timer.schedule(deadline: .now() + pause, repeating: pause)
    timer.resume()
    return (
      progress,
      {
        timer.cancel()
        progress.end()
      }
    )
  }

  private static func progressForm(_ printsMeanwhile: Bool) -> WorkProgress.Form {
    guard isatty(STDERR_FILENO) == 1, !printsMeanwhile || isatty(STDOUT_FILENO) == 0 else { return .none }
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    if kind.isEmpty || kind == "dumb" { return .plain }
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return .line(columns: isKnown ? Int(size.ws_col) : 80)
  }
}
