/// Something to say about the user's text, with its place.
///
/// A diagnostic is a value and is never thrown. A reader collects all of them, so that one run shows every mistake.
/// Messages are lower case, name the thing in quotes, say what was expected, and have no full stop.
package struct Diagnostic: Sendable, Hashable {
  /// Whether it keeps the files from being loaded.
  package enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  /// A remark that belongs to a diagnostic, with a place of its own where it has one.
  package struct Note: Sendable, Hashable {
    /// Worded like a diagnostic's message.
    package var message: String
    /// Nil where the note has no place of its own.
    package var mark: Mark?
    /// The source line, filled in by ``SourceStore/illustrate(_:)``.
    package var excerpt: Excerpt?

    /// Makes a note without a source line.
    package init(_ message: String, at mark: Mark? = nil) {
      self.message = message
      self.mark = mark
    }
  }

  /// An error keeps the files from being loaded, a warning does not.
  package var severity: Severity
  /// One line for people.
  package var message: String
  /// Where the mistake begins.
  package var mark: Mark
  /// Remarks in the order they are printed.
  package var notes: [Note]
  /// The source line, filled in by ``SourceStore/illustrate(_:)``.
  package var excerpt: Excerpt?

  /// Makes a diagnostic without a source line.
  package init(_ severity: Severity, _ message: String, at mark: Mark, notes: [Note] = []) {
    self.severity = severity
    self.message = message
    self.mark = mark
    self.notes = notes
  }
}

extension Sequence where Element == Diagnostic {
  /// True when at least one of them is an error, so that nothing may be loaded.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
