package import Log

/// Reads a datagram of the systemd journal's native protocol as the journal does, written from its documentation.
package enum JournaldReader {
  /// The fields, in their order; nil for bytes that are no such datagram.
  package static func read(_ bytes: [UInt8]) -> [JournaldFields.Field]? {
    var rest = bytes[...]
    var fields: [JournaldFields.Field] = []
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if let sign = line.firstIndex(of: UInt8(ascii: "=")) {
        fields.append(.init(String(decoding: line[..<sign], as: UTF8.self), Array(line[(sign + 1)...])))
        continue
      }
      guard rest.count >= 8 else { return nil }
      let size = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      rest = rest.dropFirst(8)
      guard size < UInt64(rest.count), rest[rest.startIndex + Int(size)] == UInt8(ascii: "\n") else { return nil }
      fields.append(.init(String(decoding: line, as: UTF8.self), Array(rest.prefix(Int(size)))))
      rest = rest.dropFirst(Int(size) + 1)
    }
    return fields
  }
}
