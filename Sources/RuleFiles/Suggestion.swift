import YAML

/// Finds the word that was meant.
enum Suggestion {
  /// `; did you mean 'when'?`, or the words to choose from where none is near.
  static func ending(for word: String, among words: [String]) -> String {
    if let nearest = nearest(to: word, among: words) { return "; did you mean '\(nearest)'?" }
    guard !words.isEmpty, words.count <= 16 else { return "" }
    return "; expected \(words.count > 1 ? "one of " : "")\(words.map { "'\($0)'" }.joined(separator: ", "))"
  }

  /// The nearest of `words`, if it is near enough to have been meant.
  static func nearest(to word: String, among words: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let typed = Array(word.lowercased().unicodeScalars)
    let allowed = max(1, min(3, typed.count / 3))
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = distance(typed, Array(candidate.lowercased().unicodeScalars))
      if distance <= allowed && distance < (best?.distance ?? .max) { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Edits between two words: a character added, removed or replaced, or two neighbours swapped.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let change = previous[column] + (scalar == other ? 0 : 1)
        var cost = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
