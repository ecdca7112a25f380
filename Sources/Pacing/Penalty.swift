/// Tokens given up because the server refuses what should fit, and taken back more and more rarely.
///
/// Times are nanoseconds. The first unexplained refusal asks for a wider margin, and each further one costs a token.
/// One token is taken back after an hour, the next after two, then four, up to a day. After a day without such a
/// refusal it starts over.
struct Penalty: Sendable, Equatable {
  static let hour: Int64 = 3_600_000_000_000
  static let day = 24 * hour

  private(set) var strikes = 0
  private(set) var tokens = 0
  /// When a token is taken back.
  private(set) var easesAt = Int64.max
  /// The wait before the next one is.
  private(set) var patience = hour
  private var lastStrike = Int64.min

  init() {}

  init(strikes: Int, tokens: Int, easesAt: Int64, patience: Int64) {
    self.strikes = max(0, strikes)
    self.tokens = max(0, tokens)
    self.easesAt = tokens > 0 ? easesAt : .max
    self.patience = min(max(patience, Self.hour), Self.day)
  }

  /// Tokens given up at `now`.
  func inForce(at now: Int64) -> Int { now >= easesAt ? max(0, tokens - 1) : tokens }

  /// Takes back what is due.
  mutating func ease(at now: Int64) {
    guard now >= easesAt else { return }
    tokens = max(0, tokens - 1)
    patience = min(Self.day, patience * 2)
    easesAt = tokens > 0 ? now + patience : .max
  }

  /// Counts a refusal of a request that was sent at `sent`.
  ///
  /// Refusals of requests that were under way together count once. `most` is the most tokens to give up.
  mutating func strike(sent: Int64, at now: Int64, most: Int) {
    guard sent > lastStrike else { return }
    if strikes > 0, lastStrike > .min, now - lastStrike > Self.day {
      strikes = 0
      patience = Self.hour
    }
    lastStrike = now
    strikes += 1
    guard strikes > 1 else { return }
    tokens = min(most, tokens + 1)
    if tokens > 0 { easesAt = now + patience }
  }

  /// Becomes as careful as both.
  mutating func join(_ other: Penalty) {
    strikes = max(strikes, other.strikes)
    easesAt = other.tokens > tokens ? other.easesAt : easesAt
    tokens = max(tokens, other.tokens)
    patience = max(patience, other.patience)
    lastStrike = max(lastStrike, other.lastStrike)
  }
}
