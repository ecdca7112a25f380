package import YAML

/// What came of loading: a value if there was no error, and all that is to be said about the files.
package struct Loaded<Value: Sendable>: Sendable {
  /// Nil exactly if `diagnostics` holds an error: there is never a part of a configuration.
  package var value: Value?
  /// Errors and warnings of all files, each once, sorted by file and position, with their source lines.
  package var diagnostics: [Diagnostic]

  init(_ value: Value?, _ diagnostics: [Diagnostic]) {
    self.value = diagnostics.hasErrors ? nil : value
    self.diagnostics = diagnostics
  }
}

extension Loaded: Equatable where Value: Equatable {}
