/// Two counters of aligned windows, the earlier one weighted by what is left of it.
struct CounterCounting: Counting {
  let limit: Int
  let window: Double
  /// Whether the sum is rounded down before it is compared.
  let isRounded: Bool
  let phase: Double
  private var index = -1.0
  private var previous = 0.0
  private var current = 0.0

  init(limit: Int, window: Double, isRounded: Bool, phase: Double) {
    self.limit = limit
    self.window = window
    self.isRounded = isRounded
    self.phase = phase
  }

  mutating func judge(at time: Double) -> Judgement {
    let now = ((time + phase) / window).rounded(.down)
    if now > index {
      previous = now == index + 1 ? current : 0
      current = 0
      index = now
    }
    let passed = time + phase - now * window
    let sum = previous * (1 - passed / window) + current
    let before = isRounded ? (sum + 1e-9).rounded(.down) : sum
    if before + 1 <= Double(limit) + 1e-9 {
      current += 1
      return Judgement(
        isAccepted: true, used: isRounded ? sum + 1 : (sum + 1 - 1e-9).rounded(.up), freeAt: time + window - passed)
    }
    let excess = sum + 1 - Double(limit)
    let free = previous > 0 ? time + excess * window / previous : time + window - passed
    return Judgement(isAccepted: false, used: Double(limit), freeAt: min(free, time + window - passed + 1))
  }
}
