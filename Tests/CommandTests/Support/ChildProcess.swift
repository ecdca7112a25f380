import Dispatch
import Foundation
import Glibc
import Synchronization

/// A program of this package, run as a process of its own.
///
/// Started by posix_spawn(3), with no signal blocked and every signal at its default: a child of Foundation's `Process`
/// would inherit a mask that blocks SIGTERM.
final class ChildProcess: Sendable {
  /// How a process ended.
  enum Exit: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  struct SpawnError: Error {
    var program: String
    var code: Int32
  }

  /// What a sanitizer that the tests were built with is told, for the programs under test were built with it, too.
  private static let sanitizers = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }

  let pid: pid_t
  let output = ChildOutput()
  let errors = ChildOutput()
  private let ending = Once<Exit>()
  private let isAlive = Mutex(true)

  init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
    let (outRead, outWrite) = try Self.makePipe()
    let (errRead, errWrite) = try Self.makePipe()
    defer { for end in [outWrite, errWrite] { close(end) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outWrite, 1)
    posix_spawn_file_actions_adddup2(&actions, errWrite, 2)
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
    let environment = environment.merging(Self.sanitizers) { own, _ in own }
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
    guard code == 0 else {
      for end in [outRead, errRead] { close(end) }
      throw SpawnError(program: program, code: code)
    }
    self.pid = pid
    output.readAll(from: outRead)
    errors.readAll(from: errRead)
    DispatchQueue(label: "child-\(pid)").async { [self] in reap() }
  }

  /// Sends a signal; nothing happens once the process has ended.
  func kill(_ signal: Int32) {
    isAlive.withLock { if $0 { _ = Glibc.kill(pid, signal) } }
  }

  /// Waits until a signal has stopped the process, or it has ended.
  func stopped() async {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "stopped-\(pid)").async { [pid] in
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WSTOPPED | WNOWAIT) != 0 && errno == EINTR {}
        continuation.resume()
      }
    }
  }

  /// Waits for the end, with everything read that was written before it.
  func exit() async -> Exit {
    await whileNotCancelled {
      await self.output.end()
      await self.errors.end()
      return await self.ending.value()
    }
  }

  /// Waits in a way that ends the process when the waiting test is cancelled.
  func whileNotCancelled<Value: Sendable>(_ wait: () async -> Value) async -> Value {
    await withTaskCancellationHandler {
      await wait()
    } onCancel: {
      kill(SIGKILL)
    }
  }

  private func reap() {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    var status: Int32 = 0
    // Between the end and this the number cannot belong to another process.
    isAlive.withLock { alive in
      alive = false
      waitpid(pid, &status, 0)
    }
    let signal = status & 0x7f
    ending.fulfil(signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal))
  }

  /// A socket pair, because a pipe cannot be made so that children started meanwhile never inherit it.
  private static func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SpawnError(program: "socketpair", code: errno) }
    return (ends[0], ends[1])
  }
}

/// A value that comes once and that any number of tasks wait for.
final class Once<Value: Sendable>: Sendable {
  private let state = Mutex<(value: Value?, waiting: [CheckedContinuation<Value, Never>])>((nil, []))

  func fulfil(_ value: Value) {
    let waiting = state.withLock { state in
      state.value = value
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: value) }
  }

  func value() async -> Value {
    await withCheckedContinuation { continuation in
      let value = state.withLock { state in
        if state.value == nil { state.waiting.append(continuation) }
        return state.value
      }
      if let value { continuation.resume(returning: value) }
    }
  }
}
