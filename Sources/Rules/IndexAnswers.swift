import Foundation

/// What globs and regular expressions said of texts, so that each is tried on a text once.
///
/// Its size is fixed: a new answer takes the place of an older one. Not for use by two threads at a time; whoever makes it
/// frees it.
struct IndexAnswers {
  /// The predicate and one (30 bits), the number of the text (32 bits), the answer's rank (2 bits); 0 is empty.
  private let entries: UnsafeMutableBufferPointer<UInt64>

  /// - Parameter count: a power of two.
  init(count: Int) {
    entries = .allocate(capacity: count)
    entries.clear()
  }

  func deallocate() { entries.deallocate() }

  var byteCount: Int { entries.count * MemoryLayout<UInt64>.stride }

  /// The answer of a predicate for the text with a number, from memory or asked.
  func answer(to predicate: UInt32, for number: UInt32, ask: () -> Truth) -> Truth {
    let question = UInt64(predicate + 1) << 32 | UInt64(number)
    let place = Int(truncatingIfNeeded: (question &* 0x9e37_79b9_7f4a_7c15) >> 32) & (entries.count - 1)
    let entry = entries[place]
    if entry >> 2 == question { return Truth(rank: Int(entry & 3)) }
    let answer = ask()
    entries[place] = question << 2 | UInt64(answer.rank)
    return answer
  }
}

extension UnsafeMutableBufferPointer {
  /// Makes all bytes zero, of elements for which that is a value.
  func clear() where Element: BitwiseCopyable {
    if let baseAddress { memset(baseAddress, 0, count * MemoryLayout<Element>.stride) }
  }
}
