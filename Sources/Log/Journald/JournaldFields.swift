import Records

/// The fields of a record in the native protocol of the systemd journal.
///
/// A field is a name and a value, which may hold any byte. Without a line break in the value, the field is `NAME=value`
/// and a line break. With one, it is the name and a line break, the value's length in eight bytes (little-endian), the
/// value and a line break. Source: systemd's docs/JOURNAL_NATIVE_PROTOCOL.md.
package enum JournaldFields {
  /// A name and a value.
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: [UInt8]

    package init(_ name: String, _ value: [UInt8]) {
      self.name = name
      self.value = value
    }

    package init(_ name: String, _ value: String) { self.init(name, Array(value.utf8)) }
  }

  /// The most fields of a record besides those that every record has; any more are left out.
  ///
  /// With the caps of ``LogText``, a record then stays far below the size that the kernel accepts as one datagram (200
  /// kB by default), so that no record must be passed as a file.
  package static let most = 128

  /// A record as fields: first those that every record has, then its own under their names in capitals.
  package static func of(_ record: LogRecord) -> [Field] {
    var fields = [
      Field("MESSAGE", record.message), Field("PRIORITY", String(record.level.priority)),
      Field("SYSLOG_IDENTIFIER", "capataz"), Field("EVENT", record.event),
    ]
    if let name = Report.Name(rawValue: record.event) { fields.append(Field("MESSAGE_ID", name.text.id)) }
    for field in record.fields.prefix(most) {
      if let name = name(of: field.key) { fields.append(Field(name, field.value)) }
    }
    return fields
  }

  /// The name under which the journal keeps a field: the key in capitals.
  ///
  /// Nil where that is not a valid name in the journal, or has a meaning of its own there. No field of ours is named
  /// like that: names never come from data, and a test checks them.
  package static func name(of key: String) -> String? {
    let name = key.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }
    guard let first = name.first, (65...90).contains(first), name.count <= 64,
      name.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) || $0 == 95 })
    else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    return reserved.contains(text) || text.hasPrefix("SYSLOG_") ? nil : text
  }

  /// Names that the journal or its readers interpret themselves.
  ///
  /// Source: systemd.journal-fields(7).
  private static let reserved: Set = [
    "MESSAGE", "MESSAGE_ID", "PRIORITY", "EVENT", "ERRNO", "INVOCATION_ID", "USER_INVOCATION_ID", "DOCUMENTATION",
    "TID", "UNIT", "USER_UNIT", "OBJECT_PID", "COREDUMP_UNIT", "CODE_FILE", "CODE_LINE", "CODE_FUNC",
  ]

  /// The fields as one datagram.
  package static func encode(_ fields: [Field]) -> [UInt8] {
    var bytes: [UInt8] = []
    for field in fields {
      bytes += field.name.utf8
      if field.value.contains(UInt8(ascii: "\n")) {
        bytes.append(UInt8(ascii: "\n"))
        withUnsafeBytes(of: UInt64(field.value.count).littleEndian) { bytes += $0 }
      } else {
        bytes.append(UInt8(ascii: "="))
      }
      bytes += field.value
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
