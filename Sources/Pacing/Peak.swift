/// The highest number that was there at once lately.
///
/// It counts in full for a time, and then one less with each step, so that it is forgotten slowly.
struct Peak: Sendable, Equatable {
  private struct Sample: Sendable, Equatable {
    var count: Int
    /// Until then it counts in full.
    var until: Int64

    func left(at now: Int64, step: Int64) -> Int {
      now <= until ? count : count - 1 - Int((now - until) / max(1, step))
    }
  }

  let step: Int64
  private var samples: [Sample] = []

  init(step: Int64) { self.step = step }

  func most(at now: Int64) -> Int {
    var most = 0
    for sample in samples { most = max(most, sample.left(at: now, step: step)) }
    return most
  }

  mutating func note(_ count: Int, at now: Int64, for length: Int64) {
    let until = now + length
    samples.removeAll { ($0.count <= count && $0.until <= until) || $0.left(at: now, step: step) <= 0 }
    if count > 0 { samples.append(Sample(count: count, until: until)) }
  }
}
