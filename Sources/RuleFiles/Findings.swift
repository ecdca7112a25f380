import YAML

/// Collects what one load has to say, so that every reader can go on after a mistake.
///
/// It lives as long as the load and is never shared between tasks.
final class Findings {
  private(set) var diagnostics: [Diagnostic] = []
  /// Nodes that may not be shown in a source line: secrets that stand in the file by mistake.
  private(set) var hidden: [Node] = []

  func add(_ found: [Diagnostic]) {
    diagnostics += found
  }

  func error(_ message: String, at mark: Mark, notes: [Diagnostic.Note] = []) {
    diagnostics.append(Diagnostic(.error, message, at: mark, notes: notes))
  }

  func warning(_ message: String, at mark: Mark, notes: [Diagnostic.Note] = []) {
    diagnostics.append(Diagnostic(.warning, message, at: mark, notes: notes))
  }

  /// Keeps a node out of every source line.
  func hide(_ node: Node) {
    hidden.append(node)
  }
}
