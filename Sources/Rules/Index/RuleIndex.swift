package import Foundation
import Patterns

/// Finds the first rule that takes a task without trying them all.
///
/// Its answers are those of ``RuleSet/verdict(on:at:)``, which defines the meaning of a rule set. The index only leaves
/// out rules that certainly do not match. Rules that name few values of one field, usually the workflow, are in a table
/// for each of these values; the others are in a common table. In a table, each value of each field has a row of bits,
/// one bit for each rule that can match with this value. The bits that are set in all of a task's rows are the rules
/// worth trying.
package struct RuleIndex: Sendable {
  /// A rule as the index evaluates it.
  struct Entry: Sendable {
    /// Where all of its conditions begin in the program.
    var whole: Int32
    /// Where the conditions begin that rows of bits do not decide; -1 if there are none.
    var residue: Int32
    /// The fields whose rows decide the other conditions, where these fields are known.
    var deciding: UInt16
    /// True unless the rule is live: it may only watch.
    var mayWatch: Bool
    /// True when the rule must be asked, because the answer is found only with the detail.
    var asksRuleSet: Bool
    /// True when the rule must be asked after a match, because the action needs the detail.
    var matchAsksRuleSet: Bool
  }

  /// A field whose values have tables of their own: from the text's number to the table, or -1.
  struct Anchor: Sendable {
    var field: IndexField
    var tables: [Int32]
    /// The table of all these rules, for tasks whose field is unknown.
    var whole: Int32
  }

  package let ruleSet: RuleSet
  var vocabulary = IndexVocabulary()
  /// The first number of texts that no rule names.
  var firstOther = TextNumber.first
  var program = IndexProgram()
  var entries: [Entry] = []
  var anchors: [Anchor] = []
  var tables: IndexTables
  /// The table of the rules that are in no other table.
  var common: Int32 = -1
  /// The most that is learned in one search.
  var mostLearned = IndexLearning.Amount()
  /// The fields on which globs or regular expressions are tried.
  var patterned: UInt16 = 0

  /// Indexes `ruleSet`.
  ///
  /// - Parameters:
  ///   - largestTable: A table with more rules than this is divided where that helps.
  ///   - mostWords: The most words of eight bytes that one field takes in one table. A field with more values goes
  ///     without rows.
  package init(_ ruleSet: RuleSet, largestTable: Int = 1_024, mostWords: Int = 1 << 19) {
    self.ruleSet = ruleSet
    tables = IndexTables(mostWords: mostWords)
    build(largestTable: largestTable)
  }

  /// About how many bytes the index takes, without the rule set itself.
  package var byteCount: Int {
    tables.byteCount + entries.count * MemoryLayout<Entry>.stride
      + program.steps.count * MemoryLayout<IndexProgram.Step>.stride
      + program.predicates.count * (MemoryLayout<Predicate>.stride + MemoryLayout<TextMarks>.stride)
      + anchors.reduce(0) { $0 + $1.tables.count * 4 }
      + vocabulary.numbers.reduce(0) { $0 + $1.capacity * (MemoryLayout<String>.stride + 4) }
  }

  /// The verdict of ``RuleSet/verdict(on:at:)``.
  ///
  /// For many tasks, or for the same ones again, a ``Session`` is faster.
  package func verdict(on task: TaskView, at now: Date) -> Verdict {
    var nothing = IndexLearning()
    return verdict(on: indexed(task) { _, _ in TextNumber.other }, at: now, &nothing)
  }

  /// Turns a task's texts into numbers.
  ///
  /// - Parameter numberOfOther: Returns the number of a text that no rule names, where patterns will be tried on it.
  func indexed(_ task: TaskView, numberOfOther: (IndexField, String) -> UInt32) -> IndexedTask {
    var key = TaskIndexKey(task)
    func set(_ field: IndexField, _ text: Known<String>) {
      switch text {
      case .unknown: key.set(field, TextNumber.unknown)
      case .none: key.set(field, TextNumber.none)
      case .value(let text):
        var number = vocabulary.number(of: text, in: field)
        if number == TextNumber.other && patterned & field.bit != 0 { number = numberOfOther(field, text) }
        key.set(field, number)
      }
    }
    set(.workflow, task.workflow)
    set(.step, task.step)
    set(.status, task.status)
    set(.entityType, task.entityType)
    set(.entityID, task.entityID)
    set(.entityLabel, task.entityLabel)
    set(.userName, task.assignedUser.name)
    set(.userID, task.assignedUser.map(\.id))
    set(.groupName, task.assignedGroup.name)
    set(.groupID, task.assignedGroup.map(\.id))
    return IndexedTask(view: task, key: key)
  }
}
