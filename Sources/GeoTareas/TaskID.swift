/// A task's id: opaque text, compared byte by byte, never a number.
package struct TaskID: Sendable, Hashable, CustomStringConvertible {
  private let id: CompactID

  package init(_ rawValue: String) { id = CompactID(rawValue) }

  /// The id as the server wrote it.
  package var rawValue: String { id.text }

  package var description: String { rawValue }

  /// The id as one segment of a path, percent-encoded; nil when no request could safely be made with it.
  ///
  /// That is an id that is empty, longer than 64 bytes, `.`, `..`, or contains a control character.
  package var pathSegment: String? {
    let text = rawValue
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= 64, text != ".", text != ".." else { return nil }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
    return percentEncoded(bytes)
  }
}

extension TaskID: Comparable {
  package static func < (left: TaskID, right: TaskID) -> Bool { left.id < right.id }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
func percentEncoded(_ bytes: some Sequence<UInt8>) -> String {
  var out = ""
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      out.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let hex = String(byte, radix: 16, uppercase: true)
      out += byte < 16 ? "%0\(hex)" : "%\(hex)"
    }
  }
  return out
}
