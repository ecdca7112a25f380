import YAML

extension Diagnostics {
  /// Reads the name of something at the tenant, and remarks on characters in it that nobody sees.
  ///
  /// A name is compared exactly: one such character, and nothing ever matches.
  func name(_ node: Node, _ what: String = "text", atMost limit: Int? = nil) -> String? {
    let text = limit.map { self.text(node, what, atMost: $0) } ?? self.text(node, what)
    if let text, let (remark, advice, offset) = Self.remark(on: Array(text.unicodeScalars)) {
      warning(
        "\(remark) in the name \(text.quotedForMessage); \(advice), unless the tenant has it so",
        at: node.mark(at: offset))
    }
    return text
  }

  /// What is not what it looks like in a name, what to do about it, and where it stands.
  private static func remark(on scalars: [Unicode.Scalar]) -> (String, advice: String, Int)? {
    if scalars.first == " " { return ("a blank stands first", "write it without", 0) }
    if scalars.last == " " { return ("a blank stands last", "write it without", scalars.count - 1) }
    for (index, scalar) in scalars.enumerated() {
      if scalar == " ", index + 1 < scalars.count, scalars[index + 1] == " " {
        return ("two blanks stand together", "write one", index)
      }
      guard scalar.value > 0x7F else { continue }
      if "“”„‟".unicodeScalars.contains(scalar) {
        return ("a typographic quote (\(scalar.codePoint)) stands", "write a straight one", index)
      }
      guard let name = LookAlike.name(of: scalar) else { continue }
      if LookAlike.isBlank(scalar) { return ("\(name) stands", "write a space", index) }
      // Joiners and marks of direction belong to some scripts.
      if LookAlike.isInvisible(scalar), !(0x200C...0x200F).contains(scalar.value) {
        return ("\(name) stands", "remove it", index)
      }
    }
    return nil
  }
}
