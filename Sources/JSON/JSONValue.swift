/// A JSON value, with numbers kept as they were written: no rounding, no lost digits.
///
/// An object keeps the order of its members.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The number's own text, valid by RFC 8259.
  case number(String)
  case string(String)
  /// There is a value, but it could not be read: it is not text, not a number, and not null.
  ///
  /// Two unreadable values compare as equal and may still be different; whatever is asked about one is unknown. It is
  /// written as a string of one NUL, which reads back as unreadable, and it is never sent.
  case unreadable
  case array([JSONValue])
  case object([JSONMember])

  /// The member called `key`; nil when there is none or this is not an object.
  @inlinable package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    for member in members where member.key == key { return member.value }
    return nil
  }

  @inlinable package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  @inlinable package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  @inlinable package var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  @inlinable package var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  package var isNull: Bool { self == .null }

  /// False where any part of it could not be read.
  package var isWhole: Bool {
    switch self {
    case .unreadable: false
    case .array(let values): values.allSatisfy(\.isWhole)
    case .object(let members): members.allSatisfy(\.value.isWhole)
    case .null, .bool, .number, .string: true
    }
  }
}

/// One member of a JSON object.
package struct JSONMember: Sendable, Equatable {
  /// Stands for all keys of an object that could not be read; no text that was read contains a NUL.
  ///
  /// Its value is unreadable. If it is present, no key can be known to be absent.
  package static let unreadableKey = "\u{0}"

  package var key: String
  package var value: JSONValue

  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// The value as JSON text without white space, with its members in their order.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes of ``text``.
  package var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += value ? "true".utf8 : "false".utf8
    case .number(let text): out += text.utf8
    case .string(let text): Self.quote(text, to: &out)
    case .unreadable: out += "\"\\u0000\"".utf8
    case .array(let values):
      out.append(UInt8(ascii: "["))
      var isFirst = true
      for value in values {
        if !isFirst { out.append(UInt8(ascii: ",")) }
        isFirst = false
        value.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      var isFirst = true
      for member in members {
        if !isFirst { out.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.quote(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    let start = out.count
    out += text.utf8
    // Most texts need no escape.
    if out[start...].contains(where: \.needsEscape) {
      let plain = Array(out[start...])
      out.removeSubrange(start...)
      for byte in plain { byte.write(to: &out) }
    }
    out.append(UInt8(ascii: "\""))
  }
}

/// A byte of a JSON string in UTF-8.
extension UInt8 {
  fileprivate var needsEscape: Bool { self < 0x20 || self == 0x22 || self == 0x5c || self == 0x7f }

  fileprivate func write(to out: inout [UInt8]) {
    switch self {
    case UInt8(ascii: "\""): out += "\\\"".utf8
    case UInt8(ascii: "\\"): out += "\\\\".utf8
    case UInt8(ascii: "\n"): out += "\\n".utf8
    case UInt8(ascii: "\r"): out += "\\r".utf8
    case UInt8(ascii: "\t"): out += "\\t".utf8
    case _ where needsEscape:
      let hex = String(self, radix: 16)
      out += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8
    default: out.append(self)
    }
  }
}
