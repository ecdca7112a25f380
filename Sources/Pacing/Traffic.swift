/// What follows for random traffic of which only the mean is known.
package enum Traffic {
  /// The fewest of `whole` requests to keep free so that at most a given share of others' random requests is refused.
  ///
  /// `load` is how many of their requests come in a window. Ours take everything that is not kept free, and give way
  /// when theirs come. Each request holds its token for a window. Source: the loss system with trunk reservation, as a
  /// chain of births (their requests) and deaths (tokens that return) on the tokens that are kept free.
  package static func reserve(load: Double, of whole: Int, refused: Double) -> Int {
    var reserve = 0
    while reserve < whole - 1 {
      var weight = 1.0
      var sum = 1.0
      var held = whole - reserve
      while held < whole {
        held += 1
        weight *= load / Double(held)
        sum += weight
      }
      if weight <= refused * sum { return reserve }
      reserve += 1
    }
    return reserve
  }
}
