import Foundation
package import YAML

/// One load: the files that it has read, each once, and the diagnostics about them.
final class Load {
  let findings = Diagnostics()
  /// The current time, for warnings that depend on it; nil leaves them out.
  let now: Date?
  /// False where nobody reads warnings about valid rules.
  let lints: Bool
  /// The most steps for these warnings.
  var lintSteps = Lint.mostSteps
  /// Checks who else could change the files; nil where that does not matter.
  var safety: FileSafety?
  /// The state directory, if it could be read from the configuration.
  var state: String?
  /// What the configuration says of things outside of its files, and where.
  var places: ConfigurationPlaces?
  /// The files that were read, by their real paths.
  private(set) var readFiles: Set<String> = []
  private var sources = SourceStore()
  private var documents: [String: Document] = [:]

  /// - Parameters:
  ///   - unsafe: The severity if others could change a file; nil where that does not matter.
  ///   - user: The number of the user whose files may be read; nil for the user who runs this.
  init(now: Date? = nil, unsafe: Diagnostic.Severity? = nil, user: UInt32? = nil, lints: Bool = true) {
    self.now = now
    self.lints = lints
    safety = unsafe.map { FileSafety($0, findings, user: user) }
  }

  /// The tree of a file, read on first use; nil when it cannot be read or is empty.
  ///
  /// - Parameters:
  ///   - place: Where another file names this file, if one does.
  ///   - emptiness: The severity if the file is empty.
  ///   - prepare: May hide parts of the text from source lines.
  func document(
    _ path: String, from place: Mark? = nil, emptiness: Diagnostic.Severity,
    prepare: (inout SourceText) -> Void = { _ in }
  ) -> Node? {
    if let known = documents[path] {
      findings.blame(for: known.diagnostics)
      safety?.blame(for: path)
      return known.root
    }
    do throws(FileReader.Problem) {
      var source = SourceText(file: path, bytes: try FileReader.bytes(of: path) { safety?.judge($0, of: path) })
      prepare(&source)
      sources[path] = source
      let document = Document(parsing: source)
      documents[path] = document
      readFiles.insert(FileCheck.identity(of: path))
      findings.add(document.diagnostics)
      if document.root == nil && document.diagnostics.isEmpty {
        findings.add([Diagnostic(emptiness, "the file is empty; expected 'schema: 1' and more", at: Mark(file: path))])
      }
      return document.root
    } catch {
      let notes = place.map { [Diagnostic.Note("asked for here", at: $0)] } ?? []
      findings.error(error.message, at: Mark(file: path), notes: notes)
      return nil
    }
  }

  /// The text of a file that was read.
  func source(_ path: String) -> SourceText? { sources[path] }

  /// Everything that was found, with source lines, sorted.
  func diagnostics() -> [Diagnostic] {
    for node in findings.hidden {
      sources[node.mark.file]?.hide(node)
    }
    return sources.illustrate(findings.diagnostics)
  }
}

/// Joins paths as the user sees them.
///
/// Nothing is resolved, so that messages show what was written.
func joined(_ folder: String, _ path: String) -> String {
  guard !path.hasPrefix("/"), !folder.isEmpty, folder != "." else { return path }
  return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
}

/// The result of loading: a value if there was no error, and all diagnostics about the files.
package struct Loaded<Value: Sendable>: Sendable {
  /// Nil exactly if `diagnostics` contains an error: there is never a part of a configuration.
  package var value: Value?
  /// Errors and warnings of all files, each once, sorted by file and position, with their source lines.
  package var diagnostics: [Diagnostic]

  init(_ value: Value?, _ diagnostics: [Diagnostic]) {
    self.value = diagnostics.hasErrors ? nil : value
    self.diagnostics = diagnostics
  }
}

extension Loaded: Equatable where Value: Equatable {}
