/// What a check of the whole trail found.
package enum AuditResult: Sendable, Equatable {
  case whole(lines: Int, head: AuditHead)
  case broken(Finding)

  /// The first line that is not as it was written.
  package struct Finding: Sendable, Equatable {
    package var sequence: Int64
    package var fault: Fault

    package init(sequence: Int64, fault: Fault) {
      self.sequence = sequence
      self.fault = fault
    }
  }

  package enum Fault: Sendable, Equatable {
    /// The hash of the line, or of the one before it, does not match its text.
    case changed
    /// Lines before it are missing.
    case missing(from: Int64)
    /// The lines that it sealed have changed since.
    case sealedChanged
    /// Lines up to `last` existed and are gone.
    case cut(last: Int64)
    /// The line's hash is not the one in the mark beside the journal: the trail was rewritten.
    case rewritten
  }
}

extension AuditResult.Finding: CustomStringConvertible {
  package var description: String {
    switch fault {
    case .changed:
      "line \(sequence) was changed, or put in, or the line before it was: its hash does not follow from them"
    case .missing(let first):
      first == sequence - 1 ? "line \(first) is missing" : "lines \(first) to \(sequence - 1) are missing"
    case .sealedChanged:
      "the lines that line \(sequence) sealed were changed: they do not have the hash that it gives them"
    case .cut(let last):
      "lines \(sequence) to \(last) were cut off the end: the mark beside the journal knows of them"
    case .rewritten:
      "line \(sequence) is not the one that the mark beside the journal knows: the trail was written anew from there or before"
    }
  }
}
