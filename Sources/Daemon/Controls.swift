import Synchronization

/// What reaches the loop of ``Daemon/run()``: merged, so that no storm of signals makes it long, and a stop comes before
/// all else.
final class Controls: Sendable {
  enum Control: Sendable {
    case stop
    case ended(tenant: String, Daemon.TenantEnd)
    case loaded(ReloadNews)
    case beat
    /// A load that began then has not ended for long.
    case overdue(began: Int64)
    case reload
  }

  /// What waits: of signals and beats one each, a load's news once, and for each tenant that has run its end.
  private struct Waiting {
    var stop = false
    var ends: [(tenant: String, end: Daemon.TenantEnd)] = []
    var news: ReloadNews?
    var beat = false
    var overdue: Int64?
    var reload = false
  }

  private let waiting = Mutex(Waiting())
  private let bell: AsyncStream<Void>
  private let ring: AsyncStream<Void>.Continuation

  init() { (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// Adds something; what is the same as something that waits already is one with it.
  func post(_ control: Control) {
    waiting.withLock { waiting in
      switch control {
      case .stop: waiting.stop = true
      case .ended(let tenant, let end): waiting.ends.append((tenant, end))
      case .loaded(let news): waiting.news = news
      case .beat: waiting.beat = true
      case .overdue(let began): waiting.overdue = began
      case .reload: waiting.reload = true
      }
    }
    ring.yield()
  }

  /// Waits for the next thing to do, the most urgent of those that are there; nil once the task is cancelled.
  ///
  /// For one loop, with an iterator of its own.
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
      if let began = waiting.overdue.take() { return .overdue(began: began) }
      return Self.take(&waiting.reload) ? .reload : nil
    }
  }

  private static func take(_ flag: inout Bool) -> Bool {
    defer { flag = false }
    return flag
  }
}
