import Glibc
import Platform

/// A child process with a way to its input and one from its outputs.
///
/// It belongs to one thread.
struct ChildPipes {
  let pid: pid_t
  /// What it writes can be read here.
  let output: Int32
  private var input: Int32

  /// Starts a program; its standard output and its standard error go to the same place.
  init(_ program: String, _ arguments: [String], environment: [String: String]) throws(SystemFailure) {
    let (input, itsInput) = try makeSocketPair()
    defer { Glibc.close(itsInput) }
    let (output, itsOutput): (Int32, Int32)
    do throws(SystemFailure) { (output, itsOutput) = try makeSocketPair() } catch {
      Glibc.close(input)
      throw error
    }
    defer { Glibc.close(itsOutput) }
    do throws(SystemFailure) {
      pid = try spawn(
        program, arguments, environment: environment, input: itsInput, output: itsOutput, errors: itsOutput)
    } catch {
      for end in [input, output] { Glibc.close(end) }
      throw error
    }
    (self.input, self.output) = (input, output)
  }

  /// Closes its input: it has all it gets.
  mutating func closeInput() {
    if input >= 0 { Glibc.close(input) }
    input = -1
  }

  /// Closes both ends of ours; the child is not waited for.
  mutating func close() {
    closeInput()
    Glibc.close(output)
  }

  /// Writes what it takes of `rest` and reads what it says, for a tenth of a second at most.
  mutating func pass(_ rest: inout ArraySlice<UInt8>, into words: inout [UInt8]) {
    if rest.isEmpty { closeInput() }
    var requests = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
    ]
    // A negative descriptor is passed over. Source: poll(2).
    guard poll(&requests, nfds_t(requests.count), 100) > 0 else { return }
    if requests[1].revents != 0 {
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = rest.withUnsafeBytes { send(input, $0.baseAddress, $0.count, flags) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN, errno != EINTR {
        // It does not want it; its end says why.
        rest = []
      }
    }
    guard requests[0].revents != 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(output, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    // Nothing more will come: its end is near.
    if count > 0 { words += buffer[..<count] } else { usleep(10_000) }
  }

  /// Its status as of wait(2), once it has ended.
  func ended() -> Int32? {
    var status: Int32 = 0
    return waitpid(pid, &status, WNOHANG) == pid ? status : nil
  }

  /// Waits until it has ended; its number stays its own until ``status()``.
  func waitForEnd() {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
  }

  /// Waits for its end; its status as of wait(2).
  func status() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status
  }

  /// Ends it, and waits for that.
  func kill() {
    Glibc.kill(pid, SIGKILL)
    _ = status()
  }
}

/// How a child has ended, by its status as of wait(2): what follows its name in a sentence; nil where it ended with 0.
func childEnd(_ status: Int32) -> String? {
  guard status != 0 else { return nil }
  let signal = status & 0x7f
  return signal != 0 ? "was ended by signal \(signal)" : "ended with \(status >> 8 & 0xff)"
}
