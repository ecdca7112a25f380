import Foundation
import Rules
import YAML

extension Diagnostics {
  /// Reads text that is not empty.
  func text(_ node: Node, _ what: String = "text") -> String? {
    guard let text = anyText(node, what) else { return nil }
    guard text.isEmpty else { return text }
    error("expected \(what), got empty text", at: node.mark)
    return nil
  }

  /// Reads text of at most `limit` UTF-16 units: of all ways in which a server may count, the one that gives most.
  func text(_ node: Node, _ what: String, atMost limit: Int) -> String? {
    guard let text = text(node, what) else { return nil }
    let length = text.utf16.count
    guard length > limit else { return text }
    error("\(what) has \(length) characters; expected at most \(limit)", at: node.mark)
    return nil
  }

  private func anyText(_ node: Node, _ what: String) -> String? {
    guard case .scalar(let scalar) = node.content else { return expected(what, node) }
    switch scalar.meaning {
    case .text(let text): return text
    case .null: return expected(what, node)
    case .ambiguous(let word):
      error("\(word.quotedForMessage) without quotes means a boolean to some readers; write \"\(word)\"", at: node.mark)
    case .boolean, .integer, .float:
      expected(what, node, advice: "put it in quotes: \"\(scalar.text)\"")
    }
    return nil
  }

  /// Reads an id; it must be quoted, because ids are too long for numbers.
  ///
  /// - Parameter advice: What to do where a name stands there.
  func id(
    _ node: Node, _ what: String, insteadOfName advice: String = "copy the id from what 'capataz directory' shows"
  ) -> String? {
    guard let id = text(node, what, atMost: 30) else { return nil }
    let scalars = Array(id.unicodeScalars)
    guard let blank = scalars.first(where: { $0.properties.isWhitespace || $0.value < 0x20 }) else { return id }
    let digits = scalars.filter { (0x30...0x39).contains($0.value) }
    if !digits.isEmpty, digits.count + scalars.count(where: { $0.properties.isWhitespace }) == scalars.count {
      let name = LookAlike.name(of: blank) ?? "white space"
      error("\(name) stands in \(what); write \"\(String(String.UnicodeScalarView(digits)))\"", at: node.mark)
    } else {
      error("\(what) is expected, got the name \(id.quotedForMessage); \(advice)", at: node.mark)
    }
    return nil
  }

  /// Reads `true` or `false`.
  func flag(_ node: Node) -> Bool? {
    let what = "true or false"
    guard case .scalar(let scalar) = node.content else { return expected(what, node) }
    switch scalar.meaning {
    case .boolean(let value): return value
    case .ambiguous(let word):
      let meant = ["yes", "on"].contains(word.lowercased())
      error("\(word.quotedForMessage) is not a boolean; write \(meant)", at: node.mark)
      return nil
    case .text(let text) where ["true", "false"].contains(text):
      return expected(what, node, advice: "remove the quotes")
    default: return expected(what, node)
    }
  }

  /// Reads a whole number from `range`.
  func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    let what = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .scalar(let scalar) = node.content else { return expected(what, node) }
    if case .text(let text) = scalar.meaning, case .integer = Scalar(text, style: .plain).meaning {
      return expected(what, node, advice: "remove the quotes")
    }
    guard case .integer(let digits) = scalar.meaning, let value = Int(digits), range.contains(value) else {
      return expected(what, node)
    }
    return value
  }

  /// Reads one of a few words.
  func word<Word: RawRepresentable & CaseIterable>(_ node: Node, _ what: String, of: Word.Type) -> Word?
  where Word.RawValue == String {
    guard let text = text(node, what) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let meant = Habits.word(meantBy: text, among: words).map { "; did you mean '\($0)'?" }
    let ending = meant ?? Suggestion.ending(for: text, among: words)
    error("unknown \(what) \(text.quotedForMessage)\(ending)", at: node.mark)
    return nil
  }

  /// Reports that something else was expected; returns nil, so that a reader can return it.
  @discardableResult
  func expected<Value>(_ what: String, _ node: Node, advice: String? = nil) -> Value? {
    guard node.content != .refused else { return nil }
    let ending = advice.map { "; \($0)" } ?? ""
    error("expected \(what), got \(node.described)\(ending)", at: node.mark)
    return nil
  }

  /// Reports that something else was expected, for callers that need no return value.
  func expected(_ what: String, _ node: Node, advice: String? = nil) {
    let _: Never? = expected(what, node, advice: advice)
  }
}

extension Node {
  /// The kind of node, in words for a message.
  var described: String {
    switch content {
    case .sequence: return "a list"
    case .mapping: return "a map"
    case .refused: return "something that was refused"
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: return "nothing"
      case .boolean(let value): return "\(value)"
      case .integer, .float: return "the number \(scalar.text.quotedForMessage)"
      case .text(""): return "empty text"
      case .text(let text): return "the text \(text.quotedForMessage)"
      case .ambiguous(let word): return "the word \(word.quotedForMessage)"
      }
    }
  }

  /// True for `null`, `~` and a key without a value.
  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.meaning == .null } else { false }
  }
}
