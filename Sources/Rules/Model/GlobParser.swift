/// Reads the text of a glob.
struct GlobParser {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func elements() throws(GlobError) -> [Glob.Element] {
    guard !scalars.isEmpty else { throw .empty }
    var result: [Glob.Element] = []
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      switch scalar {
      case "*": if result.last != .anyRun { result.append(.anyRun) }
      case "?": result.append(.anyOne)
      case "[": result.append(try set())
      case "\\": result.append(.literal(try escaped()))
      default: result.append(.literal(scalar))
      }
    }
    return result
  }

  private mutating func escaped() throws(GlobError) -> Unicode.Scalar {
    guard at < scalars.count else { throw .trailingBackslash }
    at += 1
    return scalars[at - 1]
  }

  /// The rest of a set; its `[` has been read.
  private mutating func set() throws(GlobError) -> Glob.Element {
    let start = at - 1
    let negated = at < scalars.count && scalars[at] == "!"
    if negated { at += 1 }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while at < scalars.count {
      let place = at
      if scalars[at] == "]" {
        at += 1
        guard !ranges.isEmpty else { throw .emptySet(offset: start) }
        return .oneOf(ranges, negated: negated)
      }
      let low = try member(of: start)
      guard at + 1 < scalars.count, scalars[at] == "-", scalars[at + 1] != "]" else {
        ranges.append(low...low)
        continue
      }
      at += 1
      let high = try member(of: start)
      guard low <= high else {
        throw .reversedRange(String(String.UnicodeScalarView(scalars[place..<at])), offset: place)
      }
      ranges.append(low...high)
    }
    throw .unclosedSet(offset: start)
  }

  private mutating func member(of start: Int) throws(GlobError) -> Unicode.Scalar {
    let scalar = scalars[at]
    at += 1
    guard scalar == "\\" else { return scalar }
    guard at < scalars.count else { throw .unclosedSet(offset: start) }
    return try escaped()
  }
}
