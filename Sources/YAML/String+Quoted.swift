extension String {
  private static let longest = 60

  /// The text in single quotes for a message: cut to 60 characters, with nothing in it that could control a terminal.
  ///
  /// A long path keeps its end, which distinguishes it from others; see ``quotedPath``.
  package var quotedForMessage: String {
    let scalars = unicodeScalars
    guard scalars.count > Self.longest else { return "'\(printable)'" }
    let isPath = ["/", "./", "../", "~/"].contains { hasPrefix($0) }
    return isPath
      ? "'…\(String(scalars.suffix(Self.longest)).printable)'" : "'\(String(scalars.prefix(Self.longest)).printable)…'"
  }

  /// The whole of a path in single quotes for a message, because its reader must be able to find the file.
  package var quotedPath: String { "'\(printable)'" }
}
