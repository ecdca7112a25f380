/// Bytes that must never be shown: a password, an API key, a bearer token, a body that contains one.
///
/// It prints as `<secret>` in every form of description, cannot be encoded, and has no `==`. Only ``withBytes(_:)``
/// gives access to the bytes; it is for the transport and for code that builds a request.
package struct Secret: Sendable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init(_ text: String) { self.bytes = Array(text.utf8) }

  package var isEmpty: Bool { bytes.isEmpty }

  /// True when no byte could break out of an HTTP header line: no control byte, nothing outside ASCII.
  package var isHeaderSafe: Bool { bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f } }

  /// Lends the bytes to `body`, which must not keep or print them.
  package func withBytes<Result, Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes)
  }

  /// The secret with plain text in front, as in `Bearer …`.
  package func prefixed(by text: String) -> Secret { Secret(Array(text.utf8) + bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret {
  /// True when both hold the same bytes.
  ///
  /// It takes equally long in both cases.
  package func isSame(as other: Secret) -> Bool {
    guard bytes.count == other.bytes.count else { return false }
    return zip(bytes, other.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
