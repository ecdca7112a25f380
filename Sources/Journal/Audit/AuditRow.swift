package import Foundation

/// A line of the audit trail: who did what, when, and why.
///
/// The hash of a line is SHA-256 over the 32 bytes of the previous line's hash (32 zero bytes for the first line),
/// followed by the columns `seq`, `at_us`, `epoch`, `kind`, `tenant`, `subject`, `who`, `why` and `details`, in this
/// order. Each column is a netstring: the length of its UTF-8 text in decimal digits, a colon, the text, a comma.
/// Source: <https://cr.yp.to/proto/netstrings.txt>.
package struct AuditRow: Sendable, Equatable {
  /// Rises through the whole journal.
  package var sequence: Int64
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var microseconds: Int64
  /// How many times the journal had been opened.
  package var epoch: Int64
  /// What happened, named as in the log, such as `intent.armed`; in addition there are `trail.sealed` and
  /// `journal.restored`.
  package var kind: String
  /// Empty where the line is about the whole journal.
  package var tenant: String
  /// What it happened to, such as an intent's id.
  package var subject: String
  /// `capataz`, or a person's name.
  package var who: String
  package var why: String
  /// A JSON object, byte for byte as it went into the hash.
  package var details: String
  /// 64 lower-case hexadecimal digits; empty for lines older than the chain, which `trail.sealed` covers.
  package var hash: String

  package init(
    sequence: Int64, microseconds: Int64, epoch: Int64, kind: String, tenant: String, subject: String, who: String,
    why: String, details: String, hash: String
  ) {
    self.sequence = sequence
    self.microseconds = microseconds
    self.epoch = epoch
    self.kind = kind
    self.tenant = tenant
    self.subject = subject
    self.who = who
    self.why = why
    self.details = details
    self.hash = hash
  }

  package var at: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

  /// The hash that this line must have after a line with the hash `previous`.
  package func hash(after previous: String) -> String {
    var hash = SHA256()
    hash.update(Self.bytes(previous))
    hash.update(canonical)
    return Self.hex(hash.finish())
  }

  /// What goes into the hash after the previous hash.
  var canonical: [UInt8] {
    var bytes: [UInt8] = []
    for field in [String(sequence), String(microseconds), String(epoch), kind, tenant, subject, who, why, details] {
      bytes.append(netstring: field)
    }
    return bytes
  }

  /// The hash that stands in front of the first line.
  package static let origin = String(repeating: "0", count: 64)

  static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes of a hash.
  ///
  /// For text that is not a hash, they are the text's own bytes, which match nothing.
  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 64, hex.utf8.count == 64 else { return Array(hex.utf8) }
    return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

/// The end of the trail.
///
/// Stored where the journal's owner cannot change it, it shows whether the trail was cut.
package struct AuditHead: Sendable, Equatable {
  /// The number of the last line; 0 where there is none.
  package var sequence: Int64
  package var hash: String

  package init(sequence: Int64, hash: String) {
    self.sequence = sequence
    self.hash = hash
  }
}

extension [UInt8] {
  mutating func append(netstring text: String) {
    append(contentsOf: "\(text.utf8.count):".utf8)
    append(contentsOf: text.utf8)
    append(UInt8(ascii: ","))
  }
}
