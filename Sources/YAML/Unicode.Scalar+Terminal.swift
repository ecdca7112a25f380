extension Unicode.Scalar {
  /// True for characters that are never shown as they are, on a terminal, in the log or to the service manager.
  ///
  /// It is the one rule for all of them: characters that control a terminal or end a line there (C0, DEL, C1, line and
  /// paragraph separators), that change the direction of text or have no width (format characters), and that have no
  /// agreed meaning (private use, unassigned).
  package var actsOnTerminal: Bool {
    if value >= 0x20 && value < 0x7F { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
