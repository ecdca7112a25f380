package import Foundation

extension RuleIndex {
  /// Tasks read for one index, and what was learned of their texts.
  ///
  /// A text is looked up once, when its task is read; a glob or a regular expression is tried on it once, while there
  /// is room to remember. After a reload of the rules a new session is made and the tasks are read anew. Not for use by
  /// two threads at a time.
  package final class Session {
    package let index: RuleIndex
    private let learning = IndexLearning()
    private var others: [[String: UInt32]] = Array(repeating: [:], count: IndexField.textCount)
    private var nextOther: [UInt32]

    private let mostTexts: Int

    /// Begins a session.
    ///
    /// - Parameter mostTexts: how many texts of a field are known at a time; past it they are learned anew.
    package init(_ index: RuleIndex, mostTexts: Int = 1 << 16) {
      self.index = index
      self.mostTexts = mostTexts
      nextOther = index.textEnds
    }

    /// The memory of what was learned, without the tasks, in bytes; roughly.
    package var byteCount: Int {
      learning.byteCount + others.reduce(0) { $0 + $1.capacity * (MemoryLayout<String>.stride + 4) }
    }

    /// Reads a task; the result may be asked about as often as wanted.
    package func read(_ task: TaskView) -> IndexedTask { index.indexed(task) { number(of: $1, in: $0) } }

    /// Exactly the verdict of ``RuleSet/verdict(on:at:)`` on a task read in this session.
    package func verdict(on task: IndexedTask, at now: Date) -> Verdict {
      index.verdict(on: task, at: now, learning)
    }

    /// Numbers are not used again: those of forgotten texts may still stand in tasks.
    private func number(of text: String, in field: IndexField) -> UInt32 {
      let place = Int(field.rawValue)
      if let known = others[place][text] { return known }
      if others[place].count >= mostTexts {
        for field in others.indices { others[field].removeAll() }
        learning.forget()
      }
      guard nextOther[place] < .max else { return TextNumber.other }
      let number = nextOther[place]
      nextOther[place] += 1
      others[place][text] = number
      return number
    }
  }
}
