/// A piece of a YAML document with its place in the file.
package struct Node: Sendable, Equatable {
  /// What the node is.
  package enum Content: Sendable, Equatable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
    /// Something that the parser has refused and reported; readers say nothing more about it.
    case refused
  }

  /// A key of a mapping and its value, in the order of the file.
  ///
  /// A key occurs once in its mapping.
  package struct Entry: Sendable, Equatable {
    /// The key with its own place.
    package var key: Key
    /// A key without a value has a plain, empty scalar here.
    package var value: Node

    /// Makes an entry.
    package init(key: Key, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// The key of an entry.
  package struct Key: Sendable, Equatable {
    /// A key is always a scalar.
    package var scalar: Scalar
    /// Where the key begins.
    package var mark: Mark

    /// The key without its quotes.
    package var text: String { scalar.text }

    /// Makes a key.
    package init(scalar: Scalar, mark: Mark) {
      self.scalar = scalar
      self.mark = mark
    }
  }

  /// The value, with what is below it.
  package var content: Content
  /// Where it begins.
  package var mark: Mark
  /// The line and column just behind it.
  package var endLine: Int
  /// The column that goes with ``endLine``.
  package var endColumn: Int
  /// True for a list in brackets, or a map in braces.
  package var isFlow = false

  /// Makes a node; without an end it ends where it begins.
  package init(_ content: Content, mark: Mark, endLine: Int? = nil, endColumn: Int? = nil) {
    self.content = content
    self.mark = mark
    self.endLine = endLine ?? mark.line
    self.endColumn = endColumn ?? mark.column
  }
}
