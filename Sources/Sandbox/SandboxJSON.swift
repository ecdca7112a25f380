/// A JSON value as the sandbox reads and writes it: numbers by their digits, so that none loses any, and an object's members
/// in the order in which they are written.
///
/// Two objects are equal whatever the order of their members.
package indirect enum SandboxJSON: Sendable, Equatable {
  /// One member of an object.
  package struct Member: Sendable, Equatable {
    package var name: String
    package var value: SandboxJSON

    package init(_ name: String, _ value: SandboxJSON) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  /// The digits as they are in the text.
  case number(String)
  case string(String)
  case array([SandboxJSON])
  case object([Member])

  /// The member called `name`; nil when absent or when this is no object.
  package subscript(name: String) -> SandboxJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The element at `index`; nil when there is none or when this is no array.
  package subscript(index: Int) -> SandboxJSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The members of an object, in order; nil for anything else.
  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The elements of an array; nil for anything else.
  package var elements: [SandboxJSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The text of a string; nil for anything else.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number that fits; nil for anything else.
  package var int: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits)
  }

  /// The truth value; nil for anything else.
  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }
}

extension SandboxJSON {
  package static func == (left: SandboxJSON, right: SandboxJSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count
        && zip(left.sorted { $0.name < $1.name }, right.sorted { $0.name < $1.name }).allSatisfy { $0 == $1 }
    default: false
    }
  }
}

extension SandboxJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension SandboxJSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  package init(arrayLiteral elements: SandboxJSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, SandboxJSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension SandboxJSON {
  /// A whole number.
  package init(_ value: Int) { self = .number(String(value)) }

  /// A string, or null when there is none.
  package init(_ text: String?) { self = text.map { .string($0) } ?? .null }
}
