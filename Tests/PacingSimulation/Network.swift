/// How long requests and answers take, in seconds; infinite for what never comes.
///
/// Round trips are log-normal, between 50 and 800 ms with a median of 140 ms, split at random between the two ways.
struct Network {
  var chance: Chance
  /// The share of requests of which one way takes 1 to 6 s longer.
  var stalls: Double
  /// The share of requests of which one way never ends.
  var losses: Double

  mutating func trip() -> (up: Double, down: Double) {
    let roundTrip = min(0.8, max(0.05, chance.logNormal(median: 0.14, sigma: 0.55)))
    let share = chance.between(0.2, 0.8)
    var (up, down) = (roundTrip * share, roundTrip * (1 - share))
    if stalls > 0, chance.share() < stalls {
      let longer = chance.between(1, 6)
      if chance.share() < 0.5 { up += longer } else { down += longer }
    }
    if losses > 0, chance.share() < losses {
      if chance.share() < 0.5 { up = .infinity } else { down = .infinity }
    }
    return (up, down)
  }
}
