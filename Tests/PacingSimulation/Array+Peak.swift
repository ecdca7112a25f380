extension [Int64] {
  /// Most of these times, which are in order, in any window that holds one of its ends.
  package func peak(in window: Int64) -> Int {
    var first = startIndex
    var peak = 0
    for last in indices {
      while self[first] <= self[last] - window { first += 1 }
      peak = Swift.max(peak, last - first + 1)
    }
    return peak
  }
}
