extension String {
  /// The text in single quotes for a message: cut after 60 characters, with nothing in it that could drive a terminal.
  package var quotedForMessage: String {
    let limit = 60
    let cut = unicodeScalars.prefix(limit)
    let isCut = cut.endIndex != unicodeScalars.endIndex
    return "'\(String(cut).printable)\(isCut ? "…" : "")'"
  }
}
