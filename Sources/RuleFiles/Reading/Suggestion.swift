import YAML

/// Finds the word that the user meant.
package enum Suggestion {
  /// `; did you mean 'when'?`, or the list of words where none is similar.
  ///
  /// - Parameter most: The most words that are listed.
  package static func ending(for word: String, among words: [String], most: Int = 16) -> String {
    if let nearest = nearest(to: word, among: words) { return "; did you mean '\(nearest)'?" }
    guard !words.isEmpty, words.count <= most else { return "" }
    return "; expected \(words.count > 1 ? "one of " : "")\(words.map { "'\($0)'" }.joined(separator: ", "))"
  }

  /// The most similar of `words`, if it is similar enough to be what was meant.
  ///
  /// Case does not count. Of equally similar words, the first is taken.
  ///
  /// - Parameter most: The most edits; a third of the word's length in any case.
  package static func nearest(to word: String, among words: [String], most: Int = 3) -> String? {
    guard word.utf8.count <= 128 else { return nil }
    let typed = Array(word.lowercased().unicodeScalars)
    let allowed = max(1, min(most, typed.count / 3))
    var best: (word: String, distance: Int)?
    for candidate in words where candidate.utf8.count <= 512 {
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
