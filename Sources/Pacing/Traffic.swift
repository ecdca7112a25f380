import Foundation

/// What is known of random traffic of which only the mean is known.
package enum Traffic {
  /// The share of random requests that find all `lines` taken, when each takes a line for a window.
  ///
  /// `load` is how many come in a window. It does not matter how long a line is taken for, only the mean.
  /// Source: A. K. Erlang's loss formula, by the usual recurrence.
  package static func refused(lines: Int, load: Double) -> Double {
    var share = 1.0
    for line in 1...max(1, lines) where line <= lines { share = load * share / (Double(line) + load * share) }
    return share
  }

  /// The fewest lines, up to `most`, at which no more than a share of random requests is refused.
  package static func lines(load: Double, refused: Double, most: Int) -> Int {
    var share = 1.0
    var lines = 0
    while lines < most, share > refused {
      lines += 1
      share = load * share / (Double(lines) + load * share)
    }
    return lines
  }

  /// The least number, up to `most`, that random requests of which `mean` are expected exceed with no more than
  /// a probability of `risk`.
  package static func room(mean: Double, risk: Double, most: Int) -> Int {
    var term = exp(-mean)
    var sum = term
    var room = 0
    while room < most, 1 - sum > risk {
      room += 1
      term *= mean / Double(room)
      sum += term
    }
    return room
  }
}
