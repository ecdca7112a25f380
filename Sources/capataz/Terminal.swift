import ArgumentParser
import Daemon
import Foundation
import Glibc
import Log
import Platform
import RuleFiles
import YAML

/// Standard output and error, for people and programs.
///
/// Nothing that goes through here can control the terminal; see ``LogText``.
enum Terminal {
  /// True for colour: only on a terminal, and not where `NO_COLOR` is set (no-color.org).
  static func hasColour(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
  }

  /// Writes diagnostics to standard error.
  static func print(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let text = diagnostics.rendered(colour: hasColour(STDERR_FILENO), columns: size(of: STDERR_FILENO)?.columns)
    write(text, to: STDERR_FILENO)
  }

  /// A line on standard output.
  static func say(_ line: String) { write(line, to: STDOUT_FILENO) }

  /// JSON on standard output.
  static func say(json: String) { write(shown: LogText.json(SecretFilter.shared.cleaned(json)), to: STDOUT_FILENO) }

  /// Metrics on standard output: a text in which nothing controls a terminal, and every byte counts.
  ///
  /// Throws where not all of it could be written: a half of it must not be taken for the whole.
  static func say(metrics: String) throws(ExitCode) {
    var rest = Array(SecretFilter.shared.cleaned(metrics).utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else {
        complain("capataz: the metrics could not be written to standard output: \(systemError())")
        throw ExitCode.journal
      }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// A line as standard output may show it.
  static func shown(_ line: String) -> String {
    LogText.lines(SecretFilter.shared.cleaned(line), keepsColour: hasColour(STDOUT_FILENO))
  }

  /// Lines that ``shown(_:)`` gave, with control sequences of our own, on the terminal that standard output is.
  static func draw(_ screen: String) { LogStream(descriptor: STDOUT_FILENO).write(Array(screen.utf8)) }

  /// How many rows and columns the terminal has that standard output is; nil where it is none.
  static var size: (rows: Int, columns: Int)? { size(of: STDOUT_FILENO) }

  private static func size(of descriptor: Int32) -> (rows: Int, columns: Int)? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (24, 80) }
    return (size.ws_row > 0 ? Int(size.ws_row) : 24, size.ws_col > 0 ? Int(size.ws_col) : 80)
  }

  /// A line on standard error.
  static func complain(_ line: String) { write(line, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    write(
      shown: LogText.lines(SecretFilter.shared.cleaned(text), keepsColour: hasColour(descriptor)), to: descriptor)
  }

  private static func write(shown text: String, to descriptor: Int32) {
    LogStream(descriptor: descriptor).write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }
}

/// The form of what a command prints.
enum OutputFormat: String, CaseIterable, Sendable {
  case text, json
}
