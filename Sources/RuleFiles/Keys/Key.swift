import JSON

/// One key of a map in a file, with the sentence about it.
///
/// The sentence is in no other place: the JSON Schemas and the lists in the manual are made of it.
struct Key: Sendable {
  let name: String
  /// Whole sentences in plain English; what is typed is between grave accents.
  let text: String
  /// True where the map is wrong without it.
  let isRequired: Bool
  /// What holds where the key is left out; nil where that depends on something else, or is nothing.
  let standard: JSONValue?
  /// A value to copy.
  let example: JSONValue?

  init(
    _ name: String, _ text: String, required: Bool = false, standard: JSONValue? = nil, example: JSONValue? = nil
  ) {
    self.name = name
    self.text = text
    isRequired = required
    self.standard = standard
    self.example = example
  }
}

/// The keys of one map in the files, in the order in which they are shown; as a collection, their names.
///
/// Readers take no other keys than these, so that no key can be read without a sentence about it.
struct KeyMap: Sendable {
  /// The name of the list in the manual.
  let title: String
  let keys: [Key]
  let names: [String]

  init(_ title: String, _ keys: [Key]) {
    self.title = title
    self.keys = keys
    names = keys.map(\.name)
  }

  /// Those that must be there.
  var required: [String] { keys.filter(\.isRequired).map(\.name) }

  /// The same without one of them.
  func without(_ name: String) -> KeyMap { KeyMap(title, keys.filter { $0.name != name }) }

  /// The same with these alone.
  func only(_ names: String...) -> KeyMap { KeyMap(title, keys.filter { names.contains($0.name) }) }

  /// A map that may have the keys of both.
  static func + (left: KeyMap, right: KeyMap) -> KeyMap { KeyMap(left.title, left.keys + right.keys) }
}

extension KeyMap: RandomAccessCollection {
  var startIndex: Int { names.startIndex }
  var endIndex: Int { names.endIndex }
  subscript(position: Int) -> String { names[position] }
}
