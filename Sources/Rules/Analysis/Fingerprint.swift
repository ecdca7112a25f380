/// A short hash that tells two versions of a rule apart: FNV-1a, 64 bits, as 16 hexadecimal digits.
///
/// It finds a change. It does not protect against somebody who looks for a collision. Source: draft-eastlake-fnv.
package enum Fingerprint {
  /// The fingerprint of the UTF-8 bytes of `text`.
  package static func of(_ text: String) -> String {
    let digits = String(hash(text), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x0000_0100_0000_01b3
    }
    return hash
  }
}
