import CalendarTime
import Patterns

extension IndexTables {
  /// The memory of the tables as a search reads it; valid only while it is lent.
  struct Lent {
    let tables: UnsafeBufferPointer<IndexTable>
    let fields: UnsafeBufferPointer<IndexTable.Field>
    let rules: UnsafeBufferPointer<UInt32>
    let words: UnsafeBufferPointer<UInt64>
    let slots: UnsafeBufferPointer<Slot>
    let learners: UnsafeBufferPointer<Range<Int32>>
    let needs: UnsafeBufferPointer<Need>
    let neededMarks: UnsafeBufferPointer<TextMarks>
  }

  func lend<Result>(_ body: (Lent) -> Result) -> Result {
    tables.withUnsafeBufferPointer { tables in
      fields.withUnsafeBufferPointer { fields in
        rules.withUnsafeBufferPointer { rules in
          words.withUnsafeBufferPointer { words in
            slots.withUnsafeBufferPointer { slots in
              learners.withUnsafeBufferPointer { learners in
                needs.withUnsafeBufferPointer { needs in
                  neededMarks.withUnsafeBufferPointer { marks in
                    body(
                      Lent(
                        tables: tables, fields: fields, rules: rules, words: words, slots: slots, learners: learners,
                        needs: needs, neededMarks: marks))
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension IndexProgram {
  /// The memory of the program as a search reads it; valid only while it is lent.
  struct Lent {
    let steps: UnsafeBufferPointer<Step>
    let predicates: UnsafeBufferPointer<Predicate>
    let neededMarks: UnsafeBufferPointer<TextMarks>
    let workTests: UnsafeBufferPointer<IndexWorkTest>
    let bounds: UnsafeBufferPointer<TimeBound>
  }

  func lend<Result>(_ body: (Lent) -> Result) -> Result {
    steps.withUnsafeBufferPointer { steps in
      predicates.withUnsafeBufferPointer { predicates in
        neededMarks.withUnsafeBufferPointer { marks in
          workTests.withUnsafeBufferPointer { workTests in
            bounds.withUnsafeBufferPointer { bounds in
              body(
                Lent(
                  steps: steps, predicates: predicates, neededMarks: marks, workTests: workTests, bounds: bounds))
            }
          }
        }
      }
    }
  }
}
