import Foundation
import Glibc
import Journal
import Platform
package import TenantRuntime

/// Asks the daemon of a state directory to load everything again, and waits for its answer.
package struct ReloadRequest: Sendable {
  private let directory: String
  private let isAllOrNothing: Bool
  private let patience: Duration

  /// - Parameters:
  ///   - state: The state directory of the daemon.
  ///   - isAllOrNothing: True if one mistake must keep everything as it is.
  ///   - patience: How long to wait for the answer; less than the 90 seconds that systemd gives a reload.
  package init(state: String, isAllOrNothing: Bool = false, patience: Duration = .seconds(60)) {
    directory = state
    self.isAllOrNothing = isAllOrNothing
    self.patience = patience
  }

  /// Sends SIGHUP, and waits for the answer of a reload that began after that.
  package func ask() async throws(ReloadError) -> ReloadAnswer {
    if access(directory, F_OK) == 0 || errno != ENOENT, let why = StateAccess.objection(to: directory) {
      throw ReloadError(why)
    }
    guard let process = ReloadResponder.owner(in: directory) else {
      throw ReloadError(
        "no daemon runs on the state directory \(directory); a start loads the files (systemctl start, or capataz run)")
    }
    guard process > 0 else {
      throw ReloadError("the daemon on \(directory) runs in another container; ask there")
    }
    let wish = isAllOrNothing ? ReloadResponder.askForAll(in: directory) : nil
    defer { if let wish { close(wish) } }
    guard !isAllOrNothing || wish != nil else {
      throw ReloadError("the daemon on \(directory) cannot be told to take over all or nothing; it is not disturbed")
    }
    let asked = SystemClock.monotonicMicroseconds()
    guard kill(process, SIGHUP) == 0 else {
      let code = errno
      throw ReloadError(
        "the daemon, process \(process), cannot be signalled: \(systemError(code))\(code == EPERM ? "; use sudo" : "")")
    }
    let deadline = ContinuousClock.now + patience
    while true {
      let isThere = ReloadResponder.owner(in: directory) == process
      if let answer = ReloadResponder.answer(from: directory), answer.process == process, answer.began >= asked {
        return answer
      }
      guard isThere else { throw ReloadError("the daemon ended before it answered; see its log") }
      guard ContinuousClock.now < deadline else {
        throw ReloadError("the daemon did not answer within \(patience.components.seconds) s; see its log")
      }
      do { try await ContinuousClock().sleep(for: .milliseconds(20)) } catch { throw ReloadError("cancelled") }
    }
  }
}

/// Why there is no answer to a reload.
package struct ReloadError: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}
