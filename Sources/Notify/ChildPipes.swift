import Glibc
import Platform

/// A child process with a way to its input and one from its outputs.
///
/// It is started by posix_spawn(3) with no signal blocked and every signal at its default. It belongs to one thread.
struct ChildPipes {
  struct Failure: Error { var description: String }

  let pid: pid_t
  /// What it writes can be read here.
  let output: Int32
  private var input: Int32

  /// Starts a program; its standard output and its standard error go to the same place.
  init(_ program: String, _ arguments: [String], environment: [String: String]) throws(Failure) {
    let ends = try Self.makeEnds()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
    posix_spawn_file_actions_adddup2(&actions, ends[3], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[3], 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
    for end in [ends[1], ends[3]] { Glibc.close(end) }
    guard code == 0 else {
      for end in [ends[0], ends[2]] { Glibc.close(end) }
      throw Failure(description: systemError(code))
    }
    self.pid = pid
    input = ends[0]
    output = ends[2]
  }

  /// Our end and the child's of its input, and of its outputs.
  ///
  /// They are sockets, because a pipe cannot be made so that children started meanwhile never inherit it.
  private static func makeEnds() throws(Failure) -> [Int32] {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    var (first, second): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard socketpair(AF_UNIX, type, 0, &first) == 0 else { throw Failure(description: systemError()) }
    guard socketpair(AF_UNIX, type, 0, &second) == 0 else {
      let problem = systemError()
      for end in first { Glibc.close(end) }
      throw Failure(description: problem)
    }
    return first + second
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
