/// Finds out from a regular expression what every matching text contains.
///
/// It knows the plain part of the language. Where anything else occurs it requires nothing, so that the pattern is
/// always tried. Source: pcre2pattern(3).
struct PatternReader {
  private enum Item {
    case character(Unicode.Scalar)
    /// Any one byte of several.
    case byte
    case anything
  }

  private let scalars: [Unicode.Scalar]
  private var at = 0

  private init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  /// The marks that every text matched by `pattern`, which compiles, must have.
  static func marks(neededBy pattern: String) -> TextMarks {
    var reader = Self(pattern)
    return reader.read() ?? TextMarks()
  }

  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func read() -> TextMarks? {
    var needed = NeededMarks()
    if next == "^" {
      at += 1
    } else {
      needed.addGap()
    }
    while let scalar = next {
      if scalar == "$", at == scalars.count - 1 { return needed.marks(isAtEnd: true) }
      guard let item = item(), let count = count() else { return nil }
      switch item {
      case .character(let scalar) where count.isSure: needed.add(scalar)
      case .byte where count.isSure: needed.addAnyByte()
      default: needed.addGap()
      }
      if !count.isOne { needed.addGap() }
    }
    return needed.marks(isAtEnd: false)
  }

  /// One item without its count; nil where its meaning is not known.
  private mutating func item() -> Item? {
    guard let scalar = next else { return nil }
    at += 1
    switch scalar {
    case "\\": return escaped()
    case "[": return set()
    case "(": return group()
    case ".", "^", "$": return .anything
    // An alternative of the whole pattern, or something that belongs to no item.
    case "|", ")", "*", "+", "?", "{": return nil
    default: return .character(scalar)
    }
  }

  private mutating func escaped() -> Item? {
    guard let scalar = next, scalar.isASCII else { return nil }
    at += 1
    if "dDwWsSbB".unicodeScalars.contains(scalar) { return .anything }
    return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? nil : .character(scalar)
  }

  /// Reads the rest of a group, whatever it contains.
  private mutating func group() -> Item? {
    if next == "*" { return nil }
    if next == "?" {
      guard at + 1 < scalars.count, scalars[at + 1] == ":" else { return nil }
      at += 2
    }
    while let scalar = next {
      switch scalar {
      case ")":
        at += 1
        return .anything
      case "|": at += 1
      default: guard item() != nil, count() != nil else { return nil }
      }
    }
    return nil
  }

  /// Reads the rest of a set of characters.
  private mutating func set() -> Item? {
    var isByte = true
    if next == "^" {
      isByte = false
      at += 1
    }
    let start = at
    while let scalar = next {
      at += 1
      switch scalar {
      case "]" where at - 1 > start: return isByte ? .byte : .anything
      case "[": return nil
      case "\\":
        guard escaped() != nil else { return nil }
        isByte = false
      default: isByte = isByte && scalar.isASCII
      }
    }
    return nil
  }

  /// How often the previous item occurs: certainly, and exactly once; nil where that cannot be read.
  private mutating func count() -> (isSure: Bool, isOne: Bool)? {
    let isSure: Bool
    switch next {
    case "*", "?": isSure = false
    case "+": isSure = true
    case "{":
      isSure = false
      while let scalar = next, scalar != "}" {
        guard "{,0123456789 ".unicodeScalars.contains(scalar) else { return nil }
        at += 1
      }
    default: return (true, true)
    }
    at += 1
    if next == "?" || next == "+" { at += 1 }
    return (isSure, false)
  }
}
