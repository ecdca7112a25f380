import Dispatch
import Foundation
import Glibc
import Platform
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
    let environment = environment.merging(Self.sanitizers) { own, _ in own }
    do throws(SystemFailure) {
      pid = try spawn(program, arguments, environment: environment, output: outWrite, errors: errWrite)
    } catch {
      for end in [outRead, errRead] { close(end) }
      throw SpawnError(program: program, code: error.code)
    }
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

  private static func makePipe() throws(SpawnError) -> (read: Int32, write: Int32) {
    do throws(SystemFailure) {
      let (ours, theirs) = try makeSocketPair()
      return (ours, theirs)
    } catch {
      throw SpawnError(program: "socketpair", code: error.code)
    }
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
