package import GeoTareas

/// The header fields of an answer, collected line by line.
///
/// Interim answers (1xx) are forgotten when the next status line comes, trailers are left out, and folded lines are
/// joined by one space (RFC 9112, 5.2).
package struct ResponseHead {
  private enum Place { case statusLine, fields, end }

  package private(set) var headers: [HTTPHeader] = []
  private var place = Place.statusLine
  private var isInterim = false
  private var remaining: Int

  /// Creates a head that accepts at most `limit` bytes.
  package init(limit: Int) { remaining = limit }

  /// Takes one line with its line end; false when the limit is exceeded.
  package mutating func take(_ line: some Collection<UInt8>) -> Bool {
    remaining -= line.count
    guard remaining >= 0 else { return false }
    let text = Self.trimmed(String(decoding: line, as: UTF8.self))
    switch place {
    case .statusLine:
      let status = text.split(separator: " ", maxSplits: 2).dropFirst().first ?? ""
      isInterim = status.count == 3 && status.hasPrefix("1") && status != "101"
      headers.removeAll()
      place = .fields
    case .fields where text.isEmpty: place = isInterim ? .statusLine : .end
    case .fields: addField(text, isFolded: line.first == 0x20 || line.first == 0x09)
    case .end: break
    }
    return true
  }

  private mutating func addField(_ text: Substring, isFolded: Bool) {
    if isFolded, let last = headers.indices.last {
      headers[last].value += " " + text
    } else if let colon = text.firstIndex(of: ":") {
      headers.append(HTTPHeader(String(text[..<colon]), String(Self.trimmed(text[text.index(after: colon)...]))))
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
    var rest = Substring(text).drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }
}
