import ArgumentParser
import Daemon
import Foundation
import Glibc
import Journal
import RuleFiles

/// Options of the commands by which people write into the journal.
struct HandOptions: ParsableArguments {
  @Option(help: "The state directory; the configuration is not read then.")
  var state: String?
  @Option(help: "text or json.")
  var format = OutputFormat.text

  /// Does `body` with the journal; maps every failure to an exit code with a message.
  func withHand<Value>(
    _ directory: String, creates: Bool = false, allowVolatile: Bool = false,
    _ body: (JournalHand) throws(JournalError) -> Value
  ) throws(ExitCode) -> Value {
    do throws(JournalError) {
      let hand = try JournalHand.open(
        directory: directory, asOf: SystemClock().now(), creates: creates, allowVolatile: allowVolatile)
      defer { hand.close() }
      return try body(hand)
    } catch {
      Terminal.complain("capataz: \(error)")
      throw error.exitCode
    }
  }

  /// Who gives the command: behind sudo the person, not root.
  ///
  /// For the record only.
  static var name: String {
    let person = ProcessInfo.processInfo.environment["SUDO_USER", default: ""]
    if geteuid() == 0, !person.isEmpty { return person }
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4_096)
    guard getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
    else { return "uid \(getuid())" }
    return String(cString: name)
  }

  /// Throws for a reason that says nothing.
  static func validate(why: String) throws(ValidationError) {
    if why.allSatisfy(\.isWhitespace) { throw ValidationError("--why needs a reason in words: others will read it") }
  }
}
