import Patterns

/// The memory of ``IndexLearning`` as a search uses it; valid only while it is lent.
struct IndexCache {
  let answers: UnsafeMutableBufferPointer<UInt64>
  let mostAnswers: Int
  let keptCount: UnsafeMutablePointer<Int>
  let words: UnsafeMutableBufferPointer<UInt64>
  let wordCount: UnsafeMutablePointer<Int>
  let places: UnsafeMutableBufferPointer<IndexLearning.Place>
  let placeCount: UnsafeMutablePointer<Int>
  let marks: UnsafeBufferPointer<TextMarks>
  let firstNumber: UInt32
  let turns: UnsafeMutableBufferPointer<IndexTurn>

  /// True when the search would like more room and can have it: ``IndexLearning/makeRoom(for:)``.
  func wantsRoom(for amount: IndexLearning.Amount) -> Bool {
    wordCount.pointee + amount.words > words.count && words.count < IndexLearning.mostWords
      || (placeCount.pointee + amount.rows) * 2 > places.count && !places.isEmpty
        && places.count < IndexLearning.mostPlaces
      || keptCount.pointee > answers.count && answers.count < mostAnswers
  }

  /// The marks of the text with this number; nil where they are not known.
  func marks(of number: UInt32) -> UnsafePointer<TextMarks>? {
    guard number >= firstNumber, Int(number - firstNumber) < marks.count else { return nil }
    return marks.baseAddress.map { $0 + Int(number - firstNumber) }
  }

  /// The answer of a predicate for the text with this number, from memory or by asking.
  func answer(to predicate: UInt32, for number: UInt32, ask: () -> Truth) -> Truth {
    guard !answers.isEmpty else { return ask() }
    let question = UInt64(predicate + 1) << 32 | UInt64(number)
    let place = IndexLearning.slot(of: question, of: answers.count)
    let entry = answers[place]
    if entry >> 2 == question { return Truth(rank: Int(entry & 3)) }
    let answer = ask()
    answers[place] = question << 2 | UInt64(answer.rank)
    keptCount.pointee += 1
    return answer
  }

  /// Where the row of a text begins in `words`; -1 where there is no room for it.
  ///
  /// A new row starts as a copy of the row `other`, that of a text about which nothing is known. The rules that need
  /// marks which the text lacks are removed from it.
  func row(
    of number: UInt32, learner: Int32, other: UnsafeBufferPointer<UInt64>,
    needs: UnsafeBufferPointer<IndexTables.Need>, _ neededMarks: UnsafeBufferPointer<TextMarks>
  ) -> Int32 {
    guard !places.isEmpty else { return -1 }
    let key = UInt64(learner + 1) << 32 | UInt64(number)
    var slot = IndexLearning.slot(of: key, of: places.count)
    while places[slot].key != 0 {
      if places[slot].key == key { return places[slot].row }
      slot = (slot + 1) & (places.count - 1)
    }
    let row = wordCount.pointee
    guard (placeCount.pointee + 1) * 2 <= places.count, row + other.count <= words.count else { return -1 }
    places[slot] = .init(key: key, row: Int32(row))
    for word in other.indices { words[row + word] = other[word] }
    placeCount.pointee += 1
    wordCount.pointee += other.count
    guard let marks = marks(of: number) else { return Int32(row) }
    let lacking = ~marks.pointee.beginning
    for need in needs {
      if need.beginning & lacking != 0 || !marks.pointee.hold(neededMarks[Int(need.marks)]) {
        words[row + Int(need.rule) / 64] &= ~(1 << UInt64(need.rule % 64))
      }
    }
    return Int32(row)
  }
}

extension IndexLearning {
  /// Lends the memory to a search.
  mutating func lend<Result>(_ body: (IndexCache) -> Result) -> Result {
    let mostAnswers = answers.most
    return answers.entries.withUnsafeMutableBufferPointer { answerPointer in
      words.withUnsafeMutableBufferPointer { words in
        places.withUnsafeMutableBufferPointer { places in
          turns.withUnsafeMutableBufferPointer { turns in
            marks.withUnsafeBufferPointer { marks in
              withUnsafeMutablePointer(to: &answers.keptCount) { keptCount in
                withUnsafeMutablePointer(to: &wordCount) { wordCount in
                  withUnsafeMutablePointer(to: &placeCount) { placeCount in
                    body(
                      IndexCache(
                        answers: answerPointer, mostAnswers: mostAnswers, keptCount: keptCount, words: words,
                        wordCount: wordCount,
                        places: places, placeCount: placeCount, marks: marks, firstNumber: firstNumber,
                        turns: turns))
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
