/// Builds nodes from libyaml's events, and refuses what configuration files must not contain.
struct TreeBuilder: ~Copyable {
  private var events: EventReader
  private let file: String
  /// False where a secret may be in the text: then no message repeats any of it.
  let showsText: Bool
  var diagnostics: [Diagnostic] = []

  init(_ bytes: [UInt8], file: String, showsText: Bool) throws(SyntaxError) {
    events = try EventReader(bytes)
    self.file = file
    self.showsText = showsText
  }

  /// Reads the only document; nil when the file is empty or nested too deeply.
  mutating func document() throws(SyntaxError) -> Node? {
    _ = try events.next()
    let first = try events.next()
    guard case .documentStart(let directives) = first.kind else { return nil }
    if directives { error("a directive is not needed here; remove the line that starts with '%'", at: first.start) }
    guard let root = try node(try events.next(), depth: 0) else { return nil }
    _ = try events.next()
    let second = try events.next()
    if case .documentStart = second.kind {
      error("a second document begins here; put it in a file of its own", at: second.start)
    }
    return root
  }

  /// The node that begins with `event`; nil when it is nested too deeply, and then nothing more is read.
  private mutating func node(
    _ event: ParserEvent, depth: Int, isItem: Bool = false
  ) throws(SyntaxError) -> Node? {
    if event.hasAnchor {
      error("an anchor ('&') is not supported; write the value out where it is used", at: event.start)
    }
    if event.hasTag {
      error("a tag ('!') is not supported; remove it, and put text in quotes", at: event.start)
    }
    switch event.kind {
    case .scalar(let read):
      let scalar = straight(read, at: event.start)
      let holdsNUL = scalar.text.utf8.contains(0)
      if holdsNUL {
        error("a NUL ('\\0') cannot stand in a text: it could not be kept or sent; remove it", at: event.start)
      }
      let content: Node.Content = event.hasTag || holdsNUL ? .refused : .scalar(scalar)
      return Node(content, mark: mark(event.start), endLine: event.end.line, endColumn: event.end.column)
    case .alias:
      error(
        "an alias ('*') is not supported; write the value out, or put text that starts with '*' in quotes",
        at: event.start)
      return Node(.refused, mark: mark(event.start), endLine: event.end.line, endColumn: event.end.column)
    case .sequenceStart, .mappingStart:
      guard depth < Document.deepest else {
        error("nested too deeply; expected at most \(Document.deepest) levels", at: event.start)
        return nil
      }
      if case .sequenceStart = event.kind { return try sequence(event, depth: depth + 1) }
      return try mapping(event, depth: depth + 1, isItem: isItem)
    default:
      return Node(.refused, mark: mark(event.start))
    }
  }

  private mutating func sequence(_ start: ParserEvent, depth: Int) throws(SyntaxError) -> Node? {
    var items: [Node] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { return whole(.sequence(items), start, event) }
      guard let item = try node(event, depth: depth, isItem: true) else { return nil }
      items.append(item)
    }
  }

  private func whole(_ content: Node.Content, _ start: ParserEvent, _ end: ParserEvent) -> Node {
    var node = Node(content, mark: mark(start.start), endLine: end.end.line, endColumn: end.end.column)
    node.isFlow = start.isFlow
    return node
  }

  /// - Parameter isItem: Whether it is an entry of a list.
  private mutating func mapping(
    _ start: ParserEvent, depth: Int, isItem: Bool
  ) throws(SyntaxError) -> Node? {
    var entries: [Node.Entry] = []
    var places: [String: Mark] = [:]
    var isNext = false
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return whole(.mapping(entries), start, event) }
      guard let key = try node(event, depth: depth), let value = try node(try events.next(), depth: depth) else {
        return nil
      }
      // What follows such a key belongs to the next entry of the list.
      isNext = isNext || (isItem && !start.isFlow && beginsNext(key, after: entries.first?.key))
      guard !isNext, let accepted = accept(key, known: places) else { continue }
      places[accepted.text] = accepted.mark
      entries.append(Node.Entry(key: accepted, value: value))
    }
  }

  /// The key, unless it is refused.
  private mutating func accept(_ node: Node, known places: [String: Mark]) -> Node.Key? {
    guard case .scalar(let scalar) = node.content else {
      if node.content != .refused { error("a key must be text, not a list or a map", at: node.mark) }
      return nil
    }
    if scalar.style == .plain {
      if scalar.text == "<<" {
        error("a merge key ('<<') is not supported; write the keys out", at: node.mark)
        return nil
      }
      if scalar.text.isEmpty {
        error("a key is missing before ':'", at: node.mark)
        return nil
      }
    }
    if let first = places[scalar.text] {
      let note = Diagnostic.Note("first defined here", at: first)
      diagnostics.append(
        Diagnostic(.error, "key \(scalar.text.quotedForMessage) is given twice; keep one", at: node.mark, notes: [note])
      )
      return nil
    }
    return Node.Key(scalar: scalar, mark: node.mark)
  }

  mutating func error(_ message: String, at position: ParserEvent.Position) {
    error(message, at: mark(position))
  }

  private mutating func error(_ message: String, at mark: Mark) {
    diagnostics.append(Diagnostic(.error, message, at: mark))
  }

  func mark(_ position: ParserEvent.Position) -> Mark {
    Mark(file: file, line: position.line, column: position.column)
  }
}
