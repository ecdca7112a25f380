/// Finds characters that look like the spaces and dashes of YAML's structure and are none.
///
/// They count only where they stand for structure: in the indentation, behind a dash, a colon, a comma or a bracket, and
/// before a closing bracket. Within a text they are part of it.
struct StructuralBlanks {
  /// The quote that is open at the end of a line.
  private var quote: Unicode.Scalar?
  /// How deep in flow lists and maps.
  private var depth = 0
  /// Where the key begins whose text is a block (`|`, `>`): all that is further to the right is text.
  private var block: Int?

  /// The places in the next line of the file, counted from 0.
  mutating func places(in line: [Unicode.Scalar]) -> [Int] {
    let indent = line.prefix { $0 == " " || $0 == "\t" }.count
    if let block {
      if indent == line.count || indent > block { return [] }
      self.block = nil
    }
    var found: [Int] = []
    // Those before the first character of the line: structure, unless the line goes on with a text.
    var leading: [Int] = []
    var opens = quote == nil
    var start: Int?
    // Whether the key of the present entry has ended: another colon is part of its text.
    var hasKey = false
    // Whether the line has a key or a dash: else it may go on with a text.
    var isEntry = depth > 0
    var index = 0
    while index < line.count {
      let scalar = line[index]
      if let quote {
        if scalar == "\\", quote == "\"" {
          index += 1
        } else if scalar == quote {
          self.quote = nil
        }
        index += 1
        continue
      }
      let next = index + 1 < line.count ? line[index + 1] : " "
      switch scalar {
      case " ", "\t": break
      case "#" where index == 0 || Self.isSpace(line[index - 1]):
        return (isEntry || start == nil ? leading : []) + found
      case "\"", "'":
        if opens { quote = scalar }
        (opens, start) = (false, start ?? index)
      case "-" where opens && depth == 0 && Self.isSpace(next): isEntry = true
      case ":" where Self.isSpace(next) || (depth > 0 && ",]}".unicodeScalars.contains(next)):
        (opens, hasKey, isEntry) = (!hasKey, true, true)
      case "{", "[":
        if opens {
          depth += 1
          hasKey = false
        }
      case "}", "]":
        if depth > 0 { depth -= 1 }
        opens = false
      case "," where depth > 0: (opens, hasKey) = (true, false)
      default:
        if opens, depth == 0, scalar == "|" || scalar == ">", Self.beginsBlock(line[index...]) {
          block = start ?? max(0, index - 2)
          return leading + found
        }
        if LookAlike.isBlank(scalar) || LookAlike.isInvisible(scalar) {
          let isFirst = start == nil && !isEntry
          if opens || closes(line[index...], hasKey: hasKey) {
            if isFirst { leading.append(index) } else { found.append(index) }
          }
        } else if opens, depth == 0, start == nil, LookAlike.dashes.contains(scalar.value), Self.isSpace(next) {
          leading.append(index)
        } else {
          (opens, start) = (false, start ?? index)
        }
      }
      index += 1
    }
    return (isEntry || start == nil ? leading : []) + found
  }

  /// True where nothing but the signs of a block text is left of a line.
  private static func beginsBlock(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    rest.prefix { $0 != "#" }.allSatisfy { " \t|>+-0123456789".unicodeScalars.contains($0) }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || LookAlike.isBlank(scalar) || LookAlike.isInvisible(scalar)
  }

  /// True where only blanks are left before a closing bracket, or before the colon behind a key.
  private func closes(_ rest: ArraySlice<Unicode.Scalar>, hasKey: Bool) -> Bool {
    let behind = rest.drop { Self.isSpace($0) }
    guard let next = behind.first else { return false }
    if next == ":", !hasKey { return behind.dropFirst().first.map { Self.isSpace($0) } ?? true }
    return depth > 0 && "]}".unicodeScalars.contains(next)
  }
}

extension TextCheck {
  /// Reports such characters, and puts the meant ones in their places, so that reading goes on behind them.
  mutating func mendBlanks(_ source: SourceText) {
    var scan = StructuralBlanks()
    var mended: [Int: [Int]] = [:]
    for (number, line) in source.lines().enumerated() {
      let scalars = Array(line)
      let places = scan.places(in: scalars)
      guard let first = places.first, let name = LookAlike.name(of: scalars[first]) else { continue }
      mended[number] = places
      let mark = Mark(file: source.file, line: number + 1, column: first + 1)
      let message =
        if LookAlike.isBlank(scalars[first]) {
          "\(name) stands where a space must; write a space"
        } else if LookAlike.isInvisible(scalars[first]) {
          "\(name) stands where nothing may; remove it, or write a space"
        } else {
          "\(name) stands where '-' must; write '- '"
        }
      diagnostics.append(Diagnostic(.error, message, at: mark))
    }
    if !mended.isEmpty { replace(mended) }
  }

  /// - Parameter places: For each line, counted from 0, the places of the characters.
  private mutating func replace(_ places: [Int: [Int]]) {
    var result = String.UnicodeScalarView()
    var (line, column) = (0, 0)
    var before: Unicode.Scalar = " "
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.isLineBreak {
        if !(scalar == "\n" && before == "\r") { line += 1 }
        column = 0
        result.append(scalar)
      } else {
        if places[line]?.contains(column) == true {
          if !LookAlike.isInvisible(scalar) { result.append(LookAlike.isBlank(scalar) ? " " : "-") }
        } else {
          result.append(scalar)
        }
        column += 1
      }
      before = scalar
    }
    bytes = Array(String(result).utf8)
  }
}
