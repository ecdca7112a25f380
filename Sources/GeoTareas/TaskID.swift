/// A task's id: opaque text, compared byte by byte, never turned into a number.
package struct TaskID: Sendable, Hashable, CustomStringConvertible {
  package let rawValue: String
  /// A hash of the bytes by this process's own key, made once: ids are looked up far more often than they are read.
  private let digest: Int

  package init(_ rawValue: String) {
    var hasher = Hasher()
    var text = rawValue
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    self.rawValue = text
    digest = hasher.finalize()
  }

  package var description: String { rawValue }

  // Not the string's own equality, which takes different bytes for the same text.
  package static func == (left: TaskID, right: TaskID) -> Bool {
    guard left.digest == right.digest, left.rawValue.utf8.count == right.rawValue.utf8.count else { return false }
    var (left, right) = (left.rawValue, right.rawValue)
    return left.withUTF8 { left in right.withUTF8 { right in left.elementsEqual(right) } }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(digest) }

  /// The id as one segment of a path, percent-encoded; nil when no request could safely be made with it:
  /// empty, longer than 64 bytes, `.`, `..`, or with a control character.
  package var pathSegment: String? {
    let bytes = Array(rawValue.utf8)
    guard !bytes.isEmpty, bytes.count <= 64, rawValue != ".", rawValue != ".." else { return nil }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
    return percentEncoded(bytes)
  }
}

extension TaskID: Comparable {
  package static func < (left: TaskID, right: TaskID) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
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
