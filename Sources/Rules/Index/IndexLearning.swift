import Patterns

/// What a session has learned about the texts of its tasks.
///
/// A rule that does not match a text because of a pattern is never tried with that text again, in tables that learn. In
/// the other tables, recent answers are kept.
struct IndexLearning: Sendable {
  /// Where to find the row of a text in a field of a table.
  struct Place: Sendable {
    /// The learner plus one, and the number of the text; 0 is empty.
    var key: UInt64 = 0
    var row: Int32 = 0
  }

  var answers: IndexAnswers
  /// The rows that exist, one after the other.
  var words: [UInt64] = []
  var wordCount = 0
  var places: [Place]
  var placeCount = 0
  /// The marks of texts that no rule names, by number from `firstNumber`.
  private(set) var marks: [TextMarks] = []
  private(set) var firstNumber: UInt32
  /// The turns of each bound of working time, at the moment last asked about.
  var turns: [IndexTurn]

  /// How much a search may learn.
  struct Amount: Sendable {
    var rows = 0
    var words = 0
  }

  static let mostPlaces = 1 << 17
  static let mostWords = 1 << 21
  private static let mostAnswers = 1 << 16

  /// Nothing is learned.
  init() {
    answers = IndexAnswers(count: 0, most: 0)
    places = []
    firstNumber = .max
    turns = []
  }

  init(for index: RuleIndex) {
    answers = IndexAnswers(count: index.patterned == 0 ? 0 : 1 << 6, most: Self.mostAnswers)
    places = index.tables.learners.isEmpty ? [] : Array(repeating: Place(), count: 1 << 6)
    firstNumber = index.firstOther
    turns = Array(repeating: IndexTurn(), count: index.program.bounds.count)
  }

  var byteCount: Int {
    answers.byteCount + words.count * 8 + places.count * MemoryLayout<Place>.stride
      + marks.capacity * MemoryLayout<TextMarks>.stride
  }

  /// Adds a text, which has the next number.
  mutating func add(_ text: String) { marks.append(TextMarks(of: text.nfc)) }

  /// Makes room for what one search may learn, up to the limit.
  mutating func makeRoom(for amount: Amount) {
    answers.makeRoom()
    if wordCount + amount.words > words.count, words.count < Self.mostWords {
      let count = max(words.count * 2, wordCount + amount.words, 1 << 8)
      words += Array(repeating: 0, count: min(count, Self.mostWords) - words.count)
    }
    while (placeCount + amount.rows) * 2 > places.count, !places.isEmpty, places.count < Self.mostPlaces { spread() }
  }

  private mutating func spread() {
    let old = places
    places = Array(repeating: Place(), count: old.count * 2)
    for place in old where place.key != 0 {
      var slot = Self.slot(of: place.key, of: places.count)
      while places[slot].key != 0 { slot = (slot + 1) & (places.count - 1) }
      places[slot] = place
    }
  }

  static func slot(of key: UInt64, of count: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & (count - 1)
  }

  /// Forgets everything; texts are learned again, with numbers from `number` on.
  mutating func forget(from number: UInt32) {
    for slot in places.indices { places[slot] = Place() }
    placeCount = 0
    wordCount = 0
    marks.removeAll(keepingCapacity: true)
    firstNumber = number
  }
}
