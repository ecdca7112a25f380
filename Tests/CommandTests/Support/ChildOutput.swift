import Dispatch
import Glibc
import Synchronization

/// What a child writes to one of its outputs, line by line, as it comes.
final class ChildOutput: Sendable {
  private struct State {
    var lines: [String] = []
    var rest: [UInt8] = []
    var hasEnded = false
    /// How often it has changed.
    var version = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Everything so far.
  var text: String {
    state.withLock { state in
      state.lines.map { $0 + "\n" }.joined() + String(decoding: state.rest, as: UTF8.self)
    }
  }

  var lines: [String] { state.withLock { $0.lines } }

  /// Reads on a thread of its own until the other end is closed.
  func readAll(from descriptor: Int32) {
    DispatchQueue(label: "child-output").async { [self] in
      var buffer = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        take(buffer[..<count])
      }
      close(descriptor)
      finish()
    }
  }

  func finish() { change { $0.hasEnded = true } }

  func take(_ bytes: ArraySlice<UInt8>) {
    change { state in
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          state.lines.append(String(decoding: state.rest, as: UTF8.self))
          state.rest = []
        } else {
          state.rest.append(byte)
        }
      }
    }
  }

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      state.version += 1
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Waits for the first line behind `start` that `choose` turns into something; nil if the output ends without.
  func first<Value>(from start: Int = 0, _ choose: (String) -> Value?) async -> (value: Value, next: Int)? {
    var index = start
    while true {
      let (new, version, hasEnded) = state.withLock {
        ($0.lines.dropFirst(index).map(\.self), $0.version, $0.hasEnded)
      }
      for line in new {
        index += 1
        if let value = choose(line) { return (value, index) }
      }
      if hasEnded { return nil }
      await change(after: version)
    }
  }

  /// Waits until `count` more lines that `matches` likes have come, or the output ends.
  func wait(for count: Int, from start: Int, _ matches: (String) -> Bool) async -> Int {
    var next = start
    for _ in 0..<count {
      guard let found = await first(from: next, { matches($0) ? $0 : nil }) else { return next }
      next = found.next
    }
    return next
  }

  func end() async { _ = await first { _ in nil as Never? } }

  /// Waits until everything so far is as `matches` likes it; false if the output ends before.
  func comes(_ matches: (String) -> Bool) async -> Bool {
    while true {
      let (text, version, hasEnded) = state.withLock { state in
        let rest = String(decoding: state.rest, as: UTF8.self)
        return (state.lines.map { $0 + "\n" }.joined() + rest, state.version, state.hasEnded)
      }
      if matches(text) { return true }
      if hasEnded { return false }
      await change(after: version)
    }
  }

  /// Waits until it has changed since this version.
  private func change(after version: Int) async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.version != version { return true }
        state.waiting.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }
}
