/// The generic cell rate algorithm: one time at which the next request is due, and how far it may be ahead.
struct CellRateCounting: Counting {
  let limit: Int
  let burst: Int
  let spacing: Double
  private var due = 0.0

  init(limit: Int, window: Double, burst: Int) {
    self.limit = limit
    self.burst = burst
    spacing = window / Double(limit)
  }

  mutating func judge(at time: Double) -> Judgement {
    let next = max(due, time)
    let ahead = Double(burst - 1) * spacing
    guard next - time <= ahead + 1e-9 else {
      return Judgement(isAccepted: false, used: Double(limit), freeAt: next - ahead)
    }
    due = next + spacing
    return Judgement(isAccepted: true, used: (due - time) / spacing + Double(limit - burst), freeAt: due)
  }
}
