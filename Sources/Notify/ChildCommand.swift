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

  /// The most bytes of its words that are kept, and the most that are told: the last ones.
  private static let (mostWords, mostTold) = (500, 300)
  /// More than a socket holds, in the pieces in which it is read.
  private static let mostPieces = 256

  /// Runs it on a thread of its own; nil where it has ended with 0, otherwise what went wrong.
  func run() async -> String? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: work()) }
    }
  }

  private func work() -> String? {
    var child: ChildPipes
    do throws(SystemFailure) {
      child = try ChildPipes(program, arguments, environment: environment)
    } catch {
      return "\(program) cannot be started: \(error.description)"
    }
    defer { child.close() }
    let deadline = SystemClock().instant() + patience
    var (rest, words) = (input[...], [UInt8]())
    func hears() -> Bool {
      var more: [UInt8] = []
      child.pass(&rest, into: &more)
      words = Array((words + more).suffix(Self.mostWords))
      return !more.isEmpty
    }
    while true {
      _ = hears()
      if let status = child.ended() {
        // What it wrote is all there by now; what it has started in turn may write for ever.
        for _ in 0..<Self.mostPieces { guard hears() else { break } }
        return problem(status, words)
      }
      if SystemClock().instant() >= deadline {
        child.kill()
        return "\(program) did not end within \(patience.components.seconds) s and was killed"
      }
    }
  }

  private func problem(_ status: Int32, _ words: [UInt8]) -> String? {
    guard let end = childEnd(status) else { return nil }
    let said = Self.told(words)
    return "\(program) \(end)\(said.isEmpty ? "" : ": \(said)")"
  }

  /// The end of its words, in one line.
  private static func told(_ words: [UInt8]) -> String {
    let text = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: "; ")
    let said = LogText.escaped(text)
    guard said.utf8.count > mostTold else { return said }
    var end = said[...]
    while end.utf8.count > mostTold - 3 { end.removeFirst() }
    return "…\(end)"
  }
}
