extension Unicode.Scalar {
  /// True for what is never shown as it is, on a terminal, in the log or to the service manager.
  ///
  /// The one rule for all of them: what drives a terminal or ends a line there (C0, DEL, C1, line and paragraph
  /// separators), turns the direction of text or has no width (format characters), and what has no meaning that all agree
  /// on (private use, unassigned).
  package var actsOnTerminal: Bool {
    if value >= 0x20 && value < 0x7F { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
