/// Remembers what globs and regular expressions answered for texts, so that each is tried on a text once.
///
/// A new answer may replace an older one. When many are replaced, the table grows, up to a limit.
struct IndexAnswers: Sendable {
  /// An entry holds the predicate plus one (30 bits), the number of the text (32 bits) and the answer's rank (2 bits);
  /// 0 is empty.
  var entries: [UInt64]
  /// How many answers were stored since the table last grew.
  var keptCount = 0
  let most: Int

  /// - Parameters:
  ///   - count: A power of two, or 0 to keep nothing.
  ///   - most: How far it grows; a power of two.
  init(count: Int, most: Int) {
    entries = Array(repeating: 0, count: count)
    self.most = most
  }

  var byteCount: Int { entries.count * MemoryLayout<UInt64>.stride }

  /// Grows where there is too little room.
  mutating func makeRoom() {
    guard keptCount > entries.count, entries.count < most else { return }
    entries = Array(repeating: 0, count: entries.count * 2)
    keptCount = 0
  }
}
