/// What happens next: a heap by time, and by the order of entry where times are the same.
struct Agenda<Happening> {
  private var items: [(time: Int64, number: Int, happening: Happening)] = []
  private var count = 0

  mutating func add(_ happening: Happening, at time: Int64) {
    count += 1
    items.append((time, count, happening))
    var child = items.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes out the first one; nil if there is none until `end`.
  mutating func next(until end: Int64) -> (time: Int64, happening: Happening)? {
    guard let first = items.first, first.time <= end else { return nil }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && isBefore(child, least) {
        least = child
      }
      guard least != parent else { break }
      items.swapAt(parent, least)
      parent = least
    }
    return (first.time, first.happening)
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (items[left].time, items[left].number) < (items[right].time, items[right].number)
  }
}
