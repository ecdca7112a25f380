/// One counter that starts anew with each aligned window.
struct FixedCounting: Counting {
  let limit: Int
  let window: Double
  let phase: Double
  private var index = -1.0
  private var count = 0

  init(limit: Int, window: Double, phase: Double) {
    self.limit = limit
    self.window = window
    self.phase = phase
  }

  mutating func judge(at time: Double) -> Judgement {
    let now = ((time + phase) / window).rounded(.down)
    if now != index { (index, count) = (now, 0) }
    let isAccepted = count < limit
    if isAccepted { count += 1 }
    return Judgement(isAccepted: isAccepted, used: Double(count), freeAt: (now + 1) * window - phase)
  }
}
