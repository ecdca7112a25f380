/// The next event of libyaml, as a value of our own.
struct ParserEvent {
  enum Kind {
    case streamStart, streamEnd
    case documentStart(directives: Bool)
    case documentEnd
    case alias
    case scalar(Scalar)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
  }

  /// A place as libyaml counts it, made 1-based.
  struct Position {
    var line: Int
    var column: Int
  }

  var kind: Kind
  var start: Position
  var end: Position
  var hasAnchor = false
  var hasTag = false
  /// True for a list in brackets, or a map in braces.
  var isFlow = false
}

/// Why libyaml stopped: its words, and where.
struct SyntaxError: Error {
  var problem: String
  var position: ParserEvent.Position
  /// What it was reading, and from where.
  var context: String?
  var contextPosition: ParserEvent.Position?
}
