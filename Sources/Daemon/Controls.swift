import Synchronization

/// What reaches the loop of ``Daemon/run()``.
///
/// Equal signals are merged, so that many of them cannot fill it, and a stop comes before everything else.
final class Controls: Sendable {
  enum Control: Sendable {
    case stop
    case ended(tenant: String, Daemon.TenantEnd)
    case loaded(ReloadNews)
    case beat
    /// A dead-man's call may be due.
    case pulse
    /// What came of a call to the receiver of this number.
    case called(Int, DeadMansCalls.Outcome)
    /// A load that began at `began` has been running for long.
    case overdue(began: Int64)
    case reload
  }

  /// What waits: at most one of each signal, one beat and one pulse, the result of a load, that of the newest call, and
  /// the end of each tenant that runs.
  private struct Waiting {
    var stop = false
    var ends: [(tenant: String, end: Daemon.TenantEnd)] = []
    var news: ReloadNews?
    var beat = false
    var pulse = false
    var called = NewestCall<DeadMansCalls.Outcome>()
    var overdue: Int64?
    var reload = false
  }

  private let waiting = Mutex(Waiting())
  private let bell: AsyncStream<Void>
  private let ring: AsyncStream<Void>.Continuation

  init() { (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// Adds a control, unless the same one is waiting already.
  func post(_ control: Control) {
    waiting.withLock { waiting in
      switch control {
      case .stop: waiting.stop = true
      case .ended(let tenant, let end): waiting.ends.append((tenant, end))
      case .loaded(let news): waiting.news = news
      case .beat: waiting.beat = true
      case .pulse: waiting.pulse = true
      case .called(let number, let outcome): waiting.called.put(number, outcome)
      case .overdue(let began): waiting.overdue = began
      case .reload: waiting.reload = true
      }
    }
    ring.yield()
  }

  /// Waits for the next control, the most urgent first; nil once the task is cancelled.
  ///
  /// Only one loop may call it, with its own iterator.
  func next(_ rings: inout AsyncStream<Void>.Iterator) async -> Control? {
    while true {
      if let control = take() { return control }
      guard await rings.next(isolation: #isolation) != nil else { return nil }
    }
  }

  func rings() -> AsyncStream<Void>.Iterator { bell.makeAsyncIterator() }

  private func take() -> Control? {
    waiting.withLock { waiting in
      if Self.take(&waiting.stop) { return .stop }
      if !waiting.ends.isEmpty {
        let first = waiting.ends.removeFirst()
        return .ended(tenant: first.tenant, first.end)
      }
      if let news = waiting.news.take() { return .loaded(news) }
      if Self.take(&waiting.beat) { return .beat }
      if let called = waiting.called.take() { return .called(called.number, called.outcome) }
      if Self.take(&waiting.pulse) { return .pulse }
      if let began = waiting.overdue.take() { return .overdue(began: began) }
      return Self.take(&waiting.reload) ? .reload : nil
    }
  }

  private static func take(_ flag: inout Bool) -> Bool {
    defer { flag = false }
    return flag
  }
}
