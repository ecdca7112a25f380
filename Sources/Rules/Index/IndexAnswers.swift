/// What globs and regular expressions said of texts, so that each is tried on a text once.
///
/// A new answer takes the place of an older one; the more are forgotten so, the more room it takes, up to a limit.
struct IndexAnswers: Sendable {
  /// The predicate and one (30 bits), the number of the text (32 bits), the answer's rank (2 bits); 0 is empty.
  var entries: [UInt64]
  /// Answers that were kept since there is so much room.
  var keptCount = 0
  let most: Int

  /// - Parameters:
  ///   - count: a power of two, or 0 to keep nothing.
  ///   - most: how far it grows; a power of two.
  init(count: Int, most: Int) {
    entries = Array(repeating: 0, count: count)
    self.most = most
  }

  var byteCount: Int { entries.count * MemoryLayout<UInt64>.stride }

  /// Takes more room where there is too little.
  mutating func makeRoom() {
    guard keptCount > entries.count, entries.count < most else { return }
    entries = Array(repeating: 0, count: entries.count * 2)
    keptCount = 0
  }
}
