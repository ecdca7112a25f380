package import Foundation

extension RuleIndex {
  /// An index together with the texts of tasks that it has numbered, and what was learned about them.
  ///
  /// A text is looked up once, when its task is read. A glob or a regular expression is tried on it once, while there
  /// is room to remember the answer. After a reload of the rules a new session is made and the tasks are read again. A
  /// session grows with what it meets, to a few tens of megabytes at most.
  package struct Search: Sendable {
    package let index: RuleIndex
    private var learning: IndexLearning
    private var others: [[String: UInt32]] = Array(repeating: [:], count: IndexField.textCount)
    /// One counter for all fields, so that a number stands for one text.
    private var nextOther: UInt32
    private let mostTexts: Int
    /// How many bytes the known texts take, and how many they may take.
    private var textBytes = 0
    private let mostTextBytes: Int

    /// Begins a session.
    ///
    /// - Parameters:
    ///   - mostTexts: How many texts are known at a time. Beyond that, all are forgotten and learned again.
    ///   - mostTextBytes: How many bytes of UTF-8 they may have together; likewise.
    package init(_ index: RuleIndex, mostTexts: Int = 1 << 16, mostTextBytes: Int = 8 << 20) {
      self.mostTextBytes = mostTextBytes
      self.index = index
      self.mostTexts = mostTexts
      learning = IndexLearning(for: index)
      nextOther = index.firstOther
    }

    /// About how many bytes the learned memory takes, without the tasks.
    package var byteCount: Int {
      learning.byteCount + textBytes + others.reduce(0) { $0 + $1.capacity * (MemoryLayout<String>.stride + 4) }
    }

    /// Reads a task; the result may be used as often as wanted, but only in this session.
    package mutating func read(_ task: TaskView) -> IndexedTask {
      let index = index
      return index.indexed(task) { number(of: $1, in: $0) }
    }

    /// The verdicts of ``RuleSet/verdict(on:at:)`` on tasks read in this session, in their order.
    ///
    /// Asking about many at once is faster than asking about one after the other.
    package mutating func verdicts(on tasks: [IndexedTask], at now: Date) -> [Verdict] {
      var verdicts: [Verdict] = []
      verdicts.reserveCapacity(tasks.count)
      while verdicts.count < tasks.count {
        learning.makeRoom(for: index.mostLearned)
        index.addVerdicts(on: tasks, at: now, &learning, to: &verdicts)
      }
      return verdicts
    }

    /// The verdict of ``RuleSet/verdict(on:at:)`` on a task read in this session.
    package mutating func verdict(on task: IndexedTask, at now: Date) -> Verdict {
      learning.makeRoom(for: index.mostLearned)
      return index.verdict(on: task, at: now, &learning)
    }

    /// Numbers are not used again, because tasks may still hold those of forgotten texts.
    private mutating func number(of text: String, in field: IndexField) -> UInt32 {
      let place = Int(field.rawValue)
      if let known = others[place][text] { return known }
      textBytes += text.utf8.count
      if Int(nextOther - learning.firstNumber) >= mostTexts || textBytes > mostTextBytes {
        textBytes = text.utf8.count
        for field in others.indices { others[field].removeAll() }
        learning.forget(from: nextOther)
      }
      guard nextOther < .max else { return TextNumber.other }
      let number = nextOther
      nextOther += 1
      others[place][text] = number
      learning.add(text)
      return number
    }
  }
}
