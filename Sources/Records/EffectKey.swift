import Foundation
package import GeoTareas
import JSON

/// Identifies what a request does to a task, however it is written.
///
/// Two requests with the same key are the same effect, and within an episode an effect is made once. The key does not
/// depend on the order of captured fields, on the time that the clock showed when they were filled in, or on whether a
/// number is sent as a number or as text. It is the one form in which effects are compared: in memory, in the journal,
/// and by the journal's unique index.
package struct EffectKey: Sendable, Hashable {
  /// The key as the journal keeps it: the request's body as JSON.
  ///
  /// Members are in the order of their bytes, all text is in NFC, numbers are texts, and values taken from the clock
  /// are `{"clock":"now"}`. A comment with references is `{"template":…}`.
  package let text: String

  /// Makes the key of a request as it stands.
  package init(_ write: Write) { self.init(write, clocks: [:]) }

  /// The key of a request in which the named fields were filled in by the clock.
  ///
  /// - Parameters:
  ///   - clocks: what stands for the clock, by the field's name.
  ///   - comment: what stands for the comment, where its text depends on the task.
  package init(_ write: Write, clocks: [String: String], comment: String? = nil) {
    let body = clocks.isEmpty && comment == nil ? write.body : write.body.timeless(clocks, comment)
    text = body.effect.text
  }

  /// Makes the key that the journal keeps for an intent of `write`.
  ///
  /// Earlier versions kept the body with its numbers as numbers.
  package init(stored text: String, of write: Write) {
    guard write.body.holdsNumbers, let body = try? JSONReader.read(Array(text.utf8)) else {
      self.text = text
      return
    }
    self.text = body.effect.text
  }

}

extension JSONValue {
  /// A body in which fields taken from the clock say so, instead of showing a time, and a comment says how it is made.
  fileprivate func timeless(_ clocks: [String: String], _ comment: String?) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        if let comment, member.key == "comment" {
          return JSONMember(member.key, .object([JSONMember("template", .string(comment))]))
        }
        guard member.key == "captured_data", case .object(let fields) = member.value else { return member }
        let timeless = fields.map { field in
          guard let clock = clocks[field.key] else { return field }
          return JSONMember(field.key, .object([JSONMember("clock", .string(clock))]))
        }
        return JSONMember(member.key, .object(timeless))
      })
  }
}

extension JSONValue {
  /// The value in the form in which effects are compared.
  fileprivate var effect: JSONValue {
    switch self {
    case .array(let values): .array(values.map(\.effect))
    case .object(let members):
      .object(
        members.map { JSONMember($0.key.nfc, $0.value.effect) }
          .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    case .number(let digits): .string(digits)
    case .string(let text): .string(text.nfc)
    case .null, .bool, .unreadable: self
    }
  }

  fileprivate var holdsNumbers: Bool {
    switch self {
    case .number: true
    case .array(let values): values.contains(where: \.holdsNumbers)
    case .object(let members): members.contains(where: \.value.holdsNumbers)
    case .null, .bool, .string, .unreadable: false
    }
  }
}

extension String {
  /// Unicode normalisation form C: texts are the same to rules where this is.
  fileprivate var nfc: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }
}
