/// What a session has learned of the texts of its tasks.
///
/// A rule that a pattern keeps from matching with a text is never tried with that text again, in the tables that learn;
/// for the others the last answers are kept. Not for use by two threads at a time.
final class IndexLearning {
  let answers = IndexAnswers(count: 1 << 16)
  /// The rows that were begun, one behind the other; a part of the memory that is not touched costs nothing.
  let words: UnsafeMutableBufferPointer<UInt64>
  /// Where the row of a text in a field of a table is found.
  private let places: UnsafeMutableBufferPointer<Place>
  private var wordCount = 0
  private var placeCount = 0

  private struct Place: BitwiseCopyable {
    /// The learner and one, and the number of the text; 0 is empty.
    var key: UInt64 = 0
    var row: Int32 = 0
  }

  /// - Parameter mostRows: how many rows are kept; a power of two.
  init(mostRows: Int = 1 << 16, mostWords: Int = 1 << 21) {
    words = .allocate(capacity: mostWords)
    places = .allocate(capacity: mostRows * 2)
    places.clear()
  }

  deinit {
    answers.deallocate()
    words.deallocate()
    places.deallocate()
  }

  var byteCount: Int { answers.byteCount + wordCount * 8 + places.count * MemoryLayout<Place>.stride }

  /// Where the row of a text begins in `words`; -1 where there is no room for it.
  ///
  /// A new row begins as `other`, that of a text of which nothing is known.
  ///
  /// - Parameter number: of a text that no rule names.
  func row(of number: UInt32, learner: Int32, other: UnsafeBufferPointer<UInt64>) -> Int32 {
    let key = UInt64(learner + 1) << 32 | UInt64(number)
    var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & (places.count - 1)
    while places[slot].key != 0 {
      if places[slot].key == key { return places[slot].row }
      slot = (slot + 1) & (places.count - 1)
    }
    guard placeCount < places.count / 2, wordCount + other.count <= words.count else { return -1 }
    places[slot] = Place(key: key, row: Int32(wordCount))
    for place in other.indices { words.initializeElement(at: wordCount + place, to: other[place]) }
    placeCount += 1
    wordCount += other.count
    return places[slot].row
  }

  /// Makes room: all is learned anew.
  func forget() {
    places.clear()
    placeCount = 0
    wordCount = 0
  }
}
