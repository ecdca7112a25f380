/// A place in a user's file: line and column as editors count them.
///
/// Both start at 1; a column counts Unicode scalars, as libyaml does. Line 0 stands for the whole file.
package struct Mark: Sendable, Hashable {
  /// The path as the user wrote it.
  package var file: String
  /// From 1; 0 for the file as a whole.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int

  /// Makes a mark at a line and column.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The whole file, for problems that have no line: it cannot be read, it is missing.
  package init(file: String) {
    self.init(file: file, line: 0, column: 0)
  }
}

extension Mark: Comparable {
  /// By path, then by line, then by column.
  package static func < (left: Mark, right: Mark) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

extension Mark: CustomStringConvertible {
  /// `file:line:column`, the form that editors and CI follow.
  package var description: String {
    line == 0 ? file : "\(file):\(line):\(column)"
  }
}
