import CYAML

/// Owns a libyaml parser and the bytes that it reads.
///
/// The parser holds its own address. So it lives in memory of its own that never moves, and is freed here, once.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Reads `bytes`, which must be UTF-8 without a byte order mark.
  init(_ bytes: [UInt8]) throws(SyntaxError) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) != 0 else {
      parser.deallocate()
      throw SyntaxError(problem: "out of memory", position: .init(line: 1, column: 1))
    }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    _ = input.initialize(from: bytes)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, UnsafePointer(input.baseAddress), bytes.count)
    self.parser = parser
    self.input = input
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  ///
  /// After an error nothing more can be read.
  mutating func next() throws(SyntaxError) -> ParserEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) != 0 else { throw error() }
    defer { yaml_event_delete(&event) }
    return Self.value(of: event)
  }

  private static func value(of event: yaml_event_t) -> ParserEvent {
    var result = ParserEvent(
      kind: .streamEnd, start: position(event.start_mark), end: position(event.end_mark))
    switch event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT:
      let document = event.data.document_start
      let directives =
        document.version_directive != nil || document.tag_directives.start != document.tag_directives.end
      result.kind = .documentStart(directives: directives)
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let style: Scalar.Style = scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted
      result.kind = .scalar(Scalar(String(decoding: bytes, as: UTF8.self), style: style))
      result.hasAnchor = scalar.anchor != nil
      result.hasTag = scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      result.isFlow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      result.hasAnchor = event.data.sequence_start.anchor != nil
      result.hasTag = event.data.sequence_start.tag != nil
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.isFlow = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      result.hasAnchor = event.data.mapping_start.anchor != nil
      result.hasTag = event.data.mapping_start.tag != nil
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: result.kind = .streamEnd
    }
    return result
  }

  private func error() -> SyntaxError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "out of memory"
    guard let context = state.context else {
      return SyntaxError(problem: problem, position: Self.position(state.problem_mark))
    }
    return SyntaxError(
      problem: problem, position: Self.position(state.problem_mark), context: String(cString: context),
      contextPosition: Self.position(state.context_mark))
  }

  private static func position(_ mark: yaml_mark_t) -> ParserEvent.Position {
    ParserEvent.Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
