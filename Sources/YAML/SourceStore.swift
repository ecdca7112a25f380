/// The texts of all files of one load, by path: each is read once and kept for the diagnostics.
package struct SourceStore: Sendable {
  private var sources: [String: SourceText] = [:]

  /// The most diagnostics that are shown for one file.
  package static let mostDiagnostics = 100

  /// Makes a store without texts.
  package init() {}

  /// The text of a file, by its path.
  package subscript(file: String) -> SourceText? {
    get { sources[file] }
    set { sources[file] = newValue }
  }

  /// Adds the source lines to diagnostics and their notes, drops repetitions and sorts by place.
  ///
  /// Of a file with very many mistakes, only the first are shown, with a count of the others.
  package func illustrate(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var lines: [String: [String.UnicodeScalarView]] = [:]
    func excerpt(_ mark: Mark?) -> Excerpt? {
      guard let mark, let source = sources[mark.file] else { return nil }
      let found = lines[mark.file] ?? source.lines()
      lines[mark.file] = found
      return source.excerpt(at: mark, in: found)
    }
    var seen: Set<Diagnostic> = []
    let distinct = diagnostics.filter { seen.insert($0).inserted }
    // A stable order: two diagnostics at one place stay in the order in which they were found.
    let sorted = distinct.enumerated().sorted { ($0.element.mark, $0.offset) < ($1.element.mark, $1.offset) }
    return Self.cut(sorted.map(\.element)).map { diagnostic in
      var result = diagnostic
      result.excerpt = excerpt(diagnostic.mark)
      result.notes = diagnostic.notes.map { note in
        var result = note
        result.excerpt = excerpt(note.mark)
        return result
      }
      return result
    }
  }

  /// Leaves the first diagnostics of each file.
  private static func cut(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var counts: [String: Int] = [:]
    for diagnostic in diagnostics { counts[diagnostic.mark.file, default: 0] += 1 }
    guard counts.values.contains(where: { $0 > mostDiagnostics }) else { return diagnostics }
    var given: [String: Int] = [:]
    var result: [Diagnostic] = []
    for diagnostic in diagnostics {
      let file = diagnostic.mark.file
      given[file, default: 0] += 1
      if given[file, default: 0] <= mostDiagnostics { result.append(diagnostic) }
      guard let count = counts[file], count > mostDiagnostics, given[file] == count else { continue }
      let rest = diagnostics.filter { $0.mark.file == file }.dropFirst(mostDiagnostics)
      let severity: Diagnostic.Severity = rest.hasErrors ? .error : .warning
      result.append(Diagnostic(severity, "\(rest.count) more remarks on this file are not shown", at: Mark(file: file)))
    }
    return result
  }
}
