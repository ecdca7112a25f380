/// Cuts bytes into lines, whatever pieces they come in.
struct LineSplitter {
  private var rest: [UInt8] = []
  /// True while the rest of a line that is too long is passed over.
  private var isPassing = false

  /// The lines that end in `bytes`, without their line feeds; empty and too long ones are left out.
  mutating func take(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      add(bytes[start..<end])
      if !isPassing, !rest.isEmpty { lines.append(rest) }
      (rest, isPassing) = ([], false)
      start = end + 1
    }
    add(bytes[start...])
    return lines
  }

  /// The last line, where no line feed ends it.
  mutating func end() -> [[UInt8]] {
    defer { rest = [] }
    return rest.isEmpty || isPassing ? [] : [rest]
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) {
    if isPassing { return }
    guard rest.count + bytes.count <= LogLine.longest else {
      (rest, isPassing) = ([], true)
      return
    }
    rest += bytes
  }
}
