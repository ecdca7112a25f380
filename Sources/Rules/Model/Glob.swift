import Foundation
import Patterns

/// A glob: `*` any run of characters, `?` one character, `[a-z]` one of a set, `[!a-z]` one that is not in it, `\`
/// takes the next character literally.
///
/// It is matched against the whole text, in Unicode NFC, scalar by scalar and case-sensitive. Matching takes at most
/// pattern length times text length steps, because only the last `*` is ever tried again.
package struct Glob: Sendable, Hashable {
  enum Element: Sendable, Hashable {
    case literal(Unicode.Scalar)
    case anyOne
    case anyRun
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)

    func takes(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .literal(let wanted): wanted == scalar
      case .anyOne: true
      case .anyRun: false
      case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
      }
    }
  }

  /// The pattern as it was written, in NFC.
  package let pattern: String
  let elements: [Element]
  /// What every matching text contains.
  let needed: TextMarks

  /// The longest pattern, in bytes of UTF-8.
  package static let longest = 512

  /// Reads a pattern.
  package init(_ text: String) throws(GlobError) {
    pattern = text.nfc
    guard pattern.utf8.count <= Self.longest else { throw .tooLong(bytes: pattern.utf8.count) }
    var parser = GlobParser(pattern)
    elements = try parser.elements()
    needed = Self.marks(neededBy: elements)
  }

  /// True when the pattern takes the whole of `text`.
  package func matches(_ text: String) -> Bool {
    let text = text.nfc.unicodeScalars
    var at = text.startIndex
    var next = 0
    var retry: (element: Int, at: String.UnicodeScalarView.Index)?
    while at < text.endIndex {
      if next < elements.count, elements[next] == .anyRun {
        retry = (next + 1, at)
        next += 1
      } else if next < elements.count, elements[next].takes(text[at]) {
        next += 1
        at = text.index(after: at)
      } else if let last = retry {
        // The last run takes one more character. An earlier run never has to, because the last one can take what it
        // would.
        let further = text.index(after: last.at)
        retry = (last.element, further)
        next = last.element
        at = further
      } else {
        return false
      }
    }
    return elements[next...].allSatisfy { $0 == .anyRun }
  }

  private static func marks(neededBy elements: [Element]) -> TextMarks {
    var needed = NeededMarks()
    for element in elements {
      switch element {
      case .literal(let scalar): needed.add(scalar)
      case .oneOf(let ranges, negated: false) where ranges.allSatisfy(\.upperBound.isASCII): needed.addAnyByte()
      case .oneOf, .anyOne, .anyRun: needed.addGap()
      }
    }
    return needed.marks(isAtEnd: true)
  }
}

/// What is wrong with a pattern; offsets count scalars from its start.
package enum GlobError: Error, Equatable {
  case empty
  case tooLong(bytes: Int)
  case unclosedSet(offset: Int)
  case emptySet(offset: Int)
  case reversedRange(String, offset: Int)
  case trailingBackslash
}

extension GlobError: CustomStringConvertible {
  /// What is wrong and what to write instead, for people.
  package var description: String {
    switch self {
    case .empty: "the pattern is empty; expected text such as 'Send *'"
    case .tooLong(let bytes): "the pattern has \(bytes) bytes; expected at most \(Glob.longest)"
    case .unclosedSet(let offset):
      "the '[' at character \(offset + 1) is not closed; add ']', or write '\\[' for the character"
    case .emptySet(let offset): "the set '[]' at character \(offset + 1) is empty; expected characters in it"
    case .reversedRange(let range, let offset):
      "the range '\(range)' at character \(offset + 1) goes backwards; expected the lower end first"
    case .trailingBackslash: "a '\\' ends the pattern; write '\\\\' for the character"
    }
  }
}
