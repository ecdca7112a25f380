import Foundation
import Glibc
import Log
import Pacing
import Platform

/// A program that is given some input, does its work and ends.
struct ChildCommand: Sendable {
  var program: String
  var arguments: [String]
  var environment: [String: String]
  var input: [UInt8]
  /// After this time it is killed.
  var patience = Duration.seconds(60)

  /// The most bytes of its words that are kept.
  private static let mostWords = 500

  /// Runs it on a thread of its own; nil where it has ended with 0, otherwise what went wrong.
  func run() async -> String? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: work()) }
    }
  }

  private func work() -> String? {
    var child: ChildPipes
    do throws(ChildPipes.Failure) {
      child = try ChildPipes(program, arguments, environment: environment)
    } catch {
      return "\(program) cannot be started: \(error.description)"
    }
    defer { child.close() }
    let deadline = SystemClock().instant() + patience
    var rest = input[...]
    var words: [UInt8] = []
    while true {
      child.pass(&rest, into: &words)
      if words.count > Self.mostWords { words.removeFirst(words.count - Self.mostWords) }
      if let status = child.ended() {
        child.pass(&rest, into: &words)
        return problem(status, words)
      }
      if SystemClock().instant() >= deadline {
        child.kill()
        return "\(program) did not end within \(patience.components.seconds) s and was killed"
      }
    }
  }

  private func problem(_ status: Int32, _ words: [UInt8]) -> String? {
    let signal = status & 0x7f
    let code = status >> 8 & 0xff
    guard signal != 0 || code != 0 else { return nil }
    let said = LogText.safe(
      String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: "; "), cap: 300)
    let end = signal != 0 ? "was ended by signal \(signal)" : "ended with \(code)"
    return "\(program) \(end)\(said.isEmpty ? "" : ": \(said)")"
  }
}
