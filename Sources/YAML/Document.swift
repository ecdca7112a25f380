/// One file read as YAML: its tree, if it has one, and all that was wrong with it.
///
/// Refused, each with the fix in the message: aliases and anchors, tags, merge keys, directives, tabs, duplicate keys,
/// more than one document, nesting deeper than 32, more than 1 MiB, what is not UTF-8, control characters. A byte order
/// mark at the start is skipped. What can be read on after a mistake is read on, so that one run shows them all.
package struct Document: Sendable {
  /// The tree; nil when the text could not be read as YAML, or when there is nothing in the file but comments.
  package var root: Node?
  /// In the order they were found; without source lines until a store adds them.
  package var diagnostics: [Diagnostic]

  /// Nesting of lists and maps goes no deeper.
  package static let deepest = 32
  /// A file has no more bytes than this.
  package static let largestFile = 1 << 20

  /// Reads the text of one file.
  package init(parsing source: SourceText) {
    let check = TextCheck(source)
    diagnostics = check.diagnostics
    if !check.isFatal {
      do throws(SyntaxError) {
        var builder = try TreeBuilder(check.bytes, file: source.file)
        do throws(SyntaxError) {
          root = try builder.document()
        } catch {
          builder.report(error)
        }
        diagnostics += builder.diagnostics
      } catch {
        diagnostics.append(Diagnostic(.error, error.message, at: Mark(file: source.file)))
      }
    }
  }
}
