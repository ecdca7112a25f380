/// Requests that wait for a connection: transports take turns, and the requests of each keep their order.
struct FairQueue {
  private let most: Int
  private let mostOfOne: Int
  private var waiting: [UInt64: [Mailbox.Submission]] = [:]
  /// The lines with waiting requests, the one whose turn it is first.
  private var turns: [UInt64] = []
  private var open: [UInt64: Int] = [:]
  private(set) var openCount = 0

  init(most: Int, mostOfOne: Int) {
    self.most = most
    self.mostOfOne = mostOfOne
  }

  var hasWaiting: Bool { !turns.isEmpty }

  mutating func add(_ submission: Mailbox.Submission) {
    let line = submission.line.number
    if waiting[line]?.isEmpty ?? true { turns.append(line) }
    waiting[line, default: []].append(submission)
  }

  /// Takes out the next request that may have a connection, and counts it as open until ``close(_:)``.
  mutating func next() -> Mailbox.Submission? {
    guard openCount < most, let place = turns.firstIndex(where: { open[$0, default: 0] < mostOfOne }) else {
      return nil
    }
    let line = turns.remove(at: place)
    guard var queue = waiting.removeValue(forKey: line), !queue.isEmpty else { return nil }
    let submission = queue.removeFirst()
    if !queue.isEmpty {
      waiting[line] = queue
      turns.append(line)
    }
    open[line, default: 0] += 1
    openCount += 1
    return submission
  }

  /// Notes that a connection of `line` is free again.
  mutating func close(_ line: Mailbox.Line) {
    openCount -= 1
    let left = open[line.number, default: 1] - 1
    open[line.number] = left == 0 ? nil : left
  }

  /// Takes out waiting requests that `isMeant` accepts.
  mutating func remove(where isMeant: (Mailbox.Submission) -> Bool) -> [Mailbox.Submission] {
    var removed: [Mailbox.Submission] = []
    for (line, queue) in waiting {
      let meant = queue.filter(isMeant)
      guard !meant.isEmpty else { continue }
      removed += meant
      let rest = queue.filter { !isMeant($0) }
      waiting[line] = rest.isEmpty ? nil : rest
    }
    turns.removeAll { waiting[$0] == nil }
    return removed
  }
}
