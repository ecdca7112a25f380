package import Foundation
import Patterns

/// Finds the first rule that takes a task without trying them all.
///
/// Its answers are those of ``RuleSet/verdict(on:at:)``, which stays the meaning of a rule set: the index only leaves
/// out rules that are certain not to match. Rules that name few of the values of one field, mostly the workflow, stand
/// in a table of their own for each value; the others in one for all. Within a table each value of each field has a
/// row of bits, one for each rule that can match with it; the bits that are set in all of a task's rows are the rules
/// worth trying.
package struct RuleIndex: Sendable {
  /// A rule as the index evaluates it.
  struct Entry: Sendable {
    /// Where all of its conditions begin in the program.
    var whole: Int32
    /// Where those begin that rows of bits do not decide; -1 if there are none.
    var residue: Int32
    /// The fields whose rows decide the others, where they are known.
    var deciding: UInt16
    /// What is found only with the detail is for the rule set to say.
    var asksRuleSet: Bool
    /// A match is for the rule set to say, as the action needs the detail.
    var matchAsksRuleSet: Bool
  }

  /// A field whose values have tables of their own: by the text's number, the table, or -1.
  struct Anchor: Sendable {
    var field: IndexField
    var tables: [Int32]
    /// The table of all these rules, for tasks of which the field is not known.
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
  /// The table of the rules that are in no other one.
  var common: Int32 = -1
  /// The most that is learned in one search.
  var mostLearned = IndexLearning.Amount()
  /// The fields on which a glob or a regular expression is tried.
  var patterned: UInt16 = 0

  /// Indexes `ruleSet`.
  ///
  /// - Parameters:
  ///   - largestTable: more rules than this are divided among tables where that is of use.
  ///   - mostWords: the most words of eight bytes that one field takes in one table; a field with more values than fit
  ///     does without rows.
  package init(_ ruleSet: RuleSet, largestTable: Int = 1_024, mostWords: Int = 1 << 19) {
    self.ruleSet = ruleSet
    tables = IndexTables(mostWords: mostWords)
    build(largestTable: largestTable)
  }

  /// The memory of the index without the rule set itself, in bytes; roughly.
  package var byteCount: Int {
    tables.byteCount + entries.count * MemoryLayout<Entry>.stride
      + program.steps.count * MemoryLayout<IndexProgram.Step>.stride
      + program.predicates.count * (MemoryLayout<Predicate>.stride + MemoryLayout<TextMarks>.stride)
      + anchors.reduce(0) { $0 + $1.tables.count * 4 }
      + vocabulary.numbers.reduce(0) { $0 + $1.capacity * (MemoryLayout<String>.stride + 4) }
  }

  /// Exactly the verdict of ``RuleSet/verdict(on:at:)``.
  ///
  /// For many tasks, or the same ones again, a ``Session`` is faster.
  package func verdict(on task: TaskView, at now: Date) -> Verdict {
    var nothing = IndexLearning()
    return verdict(on: indexed(task) { _, _ in TextNumber.other }, at: now, &nothing)
  }

  /// Turns a task's texts into numbers.
  ///
  /// - Parameter numberOfOther: gives the number of a text that no rule names, where patterns will be tried on it.
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
