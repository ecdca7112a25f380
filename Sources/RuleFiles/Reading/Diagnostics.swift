import YAML

/// Collects the diagnostics of one load, so that every reader can go on after a mistake.
///
/// It lives as long as the load and is never shared between tasks.
final class Diagnostics {
  /// The tenant, file or rules that are being read.
  enum Subject: Hashable {
    /// What all tenants share.
    case all
    case tenant(String)
    /// A file of tenants, by its path.
    case file(String)
    /// The rules of all tenants that name these paths.
    case rules([String])
  }

  private(set) var diagnostics: [Diagnostic] = []
  /// Nodes that may not be shown in a source line: secrets that are in the file by mistake.
  private(set) var hidden: [Node] = []
  private var mistakes: [Subject: Mistakes] = [:]
  private var subject = Subject.all

  func add(_ found: [Diagnostic]) {
    diagnostics += found
    blame(for: found)
  }

  func error(_ message: String, at mark: Mark, notes: [Diagnostic.Note] = []) {
    add([Diagnostic(.error, message, at: mark, notes: notes)])
  }

  func warning(_ message: String, at mark: Mark, notes: [Diagnostic.Note] = []) {
    add([Diagnostic(.warning, message, at: mark, notes: notes)])
  }

  /// Keeps a node out of every source line.
  func hide(_ node: Node) {
    hidden.append(node)
  }

  /// Attributes everything found within `body` to this subject.
  func about<Value>(_ subject: Subject, _ body: () -> Value) -> Value {
    let outer = self.subject
    self.subject = subject
    defer { self.subject = outer }
    return body()
  }

  /// Attributes earlier findings to the current subject, too.
  func blame(for found: [Diagnostic]) {
    for error in found where error.severity == .error { mistakes[subject, default: Mistakes()].add(error) }
  }

  /// Errors in the order in which they were found, each once.
  private struct Mistakes {
    private(set) var all: [Diagnostic] = []
    private var known: Set<Diagnostic> = []

    mutating func add(_ error: Diagnostic) {
      if known.insert(error).inserted { all.append(error) }
    }
  }

  /// The files of tenants that are wrong as a whole, by name.
  var mistakenFiles: [String] {
    mistakes.keys.compactMap { if case .file(let path) = $0 { path } else { nil } }.sorted()
  }

  /// The errors that concern a subject, in the order they were found.
  func mistakes(of subject: Subject) -> [Diagnostic] { mistakes[subject]?.all ?? [] }
}
