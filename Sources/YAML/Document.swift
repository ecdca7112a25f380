/// One file read as YAML: its tree, if it has one, and everything that was wrong with it.
///
/// Refused, each with the fix in the message: aliases and anchors, tags, merge keys, directives, tabs, duplicate keys,
/// more than one document, nesting deeper than 32, more than 1 MiB, bytes that are not UTF-8, control characters. A
/// byte order mark at the start is skipped. After a mistake, reading goes on where that is possible, so that one run
/// shows all mistakes.
package struct Document: Sendable {
  /// The tree; nil when the text could not be read as YAML, or when the file contains only comments.
  package var root: Node?
  /// In the order they were found; without source lines until a store adds them.
  package var diagnostics: [Diagnostic]

  /// The deepest nesting of lists and maps.
  package static let deepest = 32
  /// The most bytes of a file.
  package static let largestFile = 1 << 20

  /// Reads the text of one file.
  package init(parsing source: SourceText) {
    let check = TextCheck(source)
    diagnostics = check.diagnostics
    if !check.isFatal {
      do throws(SyntaxError) {
        var builder = try TreeBuilder(
          check.bytes, file: source.file, showsText: !source.hidesAnything)
        do throws(SyntaxError) {
          root = try builder.document()
        } catch {
          let lines = source.lines()
          let line = lines.indices.contains(error.position.line - 1) ? Array(lines[error.position.line - 1]) : []
          builder.report(error, in: line)
        }
        diagnostics += builder.diagnostics
      } catch {
        diagnostics.append(Diagnostic(.error, error.message, at: Mark(file: source.file)))
      }
    }
  }
}
