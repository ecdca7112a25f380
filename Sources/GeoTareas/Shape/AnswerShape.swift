package import JSON

/// What an answer of the API consists of: which keys its objects have, and of what kinds their values are.
///
/// It holds no value, but for the short codes of sets that the vendor's pages close, such as a task's status. Only
/// objects that those pages describe are looked into: what a customer captured, and objects nobody knows, count as one
/// thing. Of long lists a part is looked at, so that the work is bounded.
package struct AnswerShape: Sendable, Equatable {
  /// The kind of a value.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case null, boolean, number, text
    /// A text that is a date and time as the API writes them, where one is expected.
    case time
    case list, object

    package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// What stands at a path, in all objects that have it.
  package struct Part: Sendable, Equatable {
    package var kinds: Set<Kind> = []
    /// The codes that were seen, where the vendor's pages close the set.
    package var codes: Set<String> = []
    /// How many values there are.
    package var count = 0
  }

  /// Stands for all keys that are no plain names, and for those beyond ``mostKeys``.
  package static let otherKeys = "*"
  /// How many rows, fields or results of a list are looked at.
  private static let mostItems = 25
  /// How many keys of an object are told apart, apart from the documented ones.
  package static let mostKeys = 40
  private static let longestName = 64

  /// By path: `data[].entity.type`.
  package private(set) var parts: [String: Part] = [:]
  /// How many objects there are at each path.
  package private(set) var objects: [String: Int] = [:]
  private let documented: [String: DocumentedPart]

  /// Looks at the data and the meta data of a good answer.
  package init(_ endpoint: Endpoint, data: JSONValue, meta: JSONValue?) {
    documented = DocumentedPart.all(of: endpoint)
    note(data, at: "data")
    if let meta { look(into: meta, at: "meta") }
  }

  /// True where there is no object in it, such as in an empty list: nothing can be learned from it.
  package var isEmpty: Bool { !objects.keys.contains { $0.hasPrefix("data") } }

  private mutating func note(_ value: JSONValue, at path: String) {
    let part = documented[path]
    var seen = parts[path] ?? Part()
    seen.count += 1
    if let kind = Self.kind(of: value, expectingTime: part?.kinds.contains(.time) ?? false) { seen.kinds.insert(kind) }
    if part?.codes != nil, let text = value.string {
      seen.codes.insert(Self.isName(text) ? text : Self.otherKeys)
    }
    parts[path] = seen
    look(into: value, at: path)
  }

  private mutating func look(into value: JSONValue, at path: String) {
    switch value {
    case .object(let members) where DocumentedPart.hasMembers(path, in: documented):
      objects[path, default: 0] += 1
      var strange = 0
      for member in members {
        var name = member.key
        if documented["\(path).\(name)"] == nil {
          strange += 1
          if !Self.isName(name) || strange > Self.mostKeys { name = Self.otherKeys }
        }
        note(member.value, at: "\(path).\(name)")
      }
    case .array(let items) where DocumentedPart.hasMembers("\(path)[]", in: documented):
      for item in items.prefix(Self.mostItems) { look(into: item, at: "\(path)[]") }
    default: break
    }
  }

  /// Nil for a value that could not be read: that is a matter of its row alone.
  private static func kind(of value: JSONValue, expectingTime: Bool) -> Kind? {
    switch value {
    case .null: .null
    case .bool: .boolean
    case .number: .number
    case .string(let text): expectingTime && LocalDateTime(text) != nil ? .time : .text
    case .array: .list
    case .object: .object
    case .unreadable: nil
    }
  }

  /// Whether a key, or a code, is one word of a program's language: such a word is nobody's text.
  private static func isName(_ text: String) -> Bool {
    guard (1...longestName).contains(text.utf8.count), let first = text.utf8.first, !first.isDigit else { return false }
    return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
