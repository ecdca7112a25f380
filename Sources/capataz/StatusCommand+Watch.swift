import ArgumentParser
import CalendarTime
import Dispatch
import Foundation
import Glibc
import Inspection
import Log

extension StatusCommand {
  /// The time between two drawings.
  private static let pause = DispatchTimeInterval.seconds(2)

  /// Draws until Ctrl-C, or until the terminal is gone.
  func keepWatching() throws {
    guard Terminal.size != nil else {
      Terminal.complain(
        "capataz: --watch draws on a terminal, and standard output is none; leave --watch out, or write the status again "
          + "and again: watch --no-title capataz status")
      throw ExitCode.validationFailure
    }
    let path = shared.path(parent: parent.shared)
    var files = try StatusFiles(path, complain: Terminal.complain)
    let interrupted = DispatchSemaphore(value: 0)
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interrupted.signal() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    var screen = StatusScreen()
    try Terminal.complaining {
      // What is wrong with the first reading is told on a screen that is as it was.
      var statuses = try self.statuses(files)
      Terminal.draw(StatusScreen.start)
      defer { Terminal.draw(StatusScreen.end) }
      while true {
        let lines = StatusPage(statuses, onlyProblems: problems, style: style).lines.map { line in
          StatusPage.Line(text: Terminal.shown(line.text), essence: line.essence)
        }
        let clock = WallTime(zoneNamed: statuses.first?.timezone ?? "UTC")
        let now = Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded(.down))
        let title = "capataz status, \(clock.stamp(now)); every 2 s, until Ctrl-C"
        Terminal.draw(screen.drawing(title, lines, size: Terminal.size ?? (24, 80)))
        guard interrupted.wait(timeout: .now() + Self.pause) == .timedOut else { return }
        // Files that cannot be read now are shown by `status` itself, or by `check`.
        files = (try? StatusFiles(path, complain: nil)) ?? files
        statuses = try self.statuses(files)
      }
    }
  }
}
