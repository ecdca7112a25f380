import CalendarTime
import Foundation
import Rules
import YAML

extension Diagnostics {
  /// The longest text that is sent, in bytes.
  ///
  /// A longer one could not be read back from the journal.
  private static let longestText = 65_536

  /// Reads a literal: text, a number, true or false.
  func literal(_ node: Node) -> Rules.Scalar? {
    guard case .scalar(let scalar) = node.content else { return expected("text, a number, true or false", node) }
    switch scalar.meaning {
    case .text(let text):
      let length = text.utf8.count
      if length <= Self.longestText { return .text(text) }
      error("the text has \(length) bytes; expected at most \(Self.longestText)", at: node.mark)
      return nil
    case .boolean(let value): return .boolean(value)
    case .integer, .float: return number(scalar.text, node).map { .number($0) }
    case .null: return expected("a value", node, advice: "write \"\" for empty text")
    case .ambiguous(let word):
      let meant = ["yes", "on"].contains(word.lowercased())
      error(
        "\(word.quotedForMessage) without quotes is read in two ways; write \"\(word)\" for text, or \(meant)",
        at: node.mark)
      return nil
    }
  }

  /// Reads a number exactly: decimal, with at most 15 digits, which every JSON reader keeps.
  func number(_ text: String, _ node: Node) -> Decimal? {
    let digits = text.prefix { $0 != "e" && $0 != "E" }.filter { $0.isASCII && $0.isNumber }
    let advice = "put it in quotes: \"\(text)\""
    if digits.count > 15 {
      error("\(text.quotedForMessage) has more than 15 digits; if it is an id, \(advice)", at: node.mark)
      return nil
    }
    let whole = text.drop { $0 == "-" || $0 == "+" }
    if whole.count > 1, whole.first == "0", whole.dropFirst().first?.isNumber == true {
      error("\(text.quotedForMessage) starts with 0; if it is a code, \(advice)", at: node.mark)
      return nil
    }
    let isDecimal = text.unicodeScalars.allSatisfy { "+-.eE0123456789".unicodeScalars.contains($0) }
    guard isDecimal, !digits.isEmpty, let number = Decimal(string: text, locale: nil), number.isFinite else {
      return expected("a decimal number", node, advice: advice)
    }
    if Decimal(exactly: number.description) != nil { return number }
    error("\(text.quotedForMessage) is too large or too small; \(advice) if it is no number", at: node.mark)
    return nil
  }

  /// Reads an exact amount: quoted, or a whole number without quotes.
  func amount(_ node: Node) -> Decimal? {
    let what = "an amount such as \"5000.00\""
    guard case .scalar(let scalar) = node.content else { return expected(what, node) }
    switch scalar.meaning {
    case .float: return expected(what, node, advice: "put it in quotes, so that it stays exact: \"\(scalar.text)\"")
    case .integer: return number(scalar.text, node)
    case .text(let text): return Self.exactDecimal(text) ?? expected(what, node)
    case .null, .boolean, .ambiguous: return expected(what, node)
    }
  }

  /// The value of plain decimal digits with at most one point, and at most 34 digits; nil for anything else.
  static func exactDecimal(_ text: String) -> Decimal? {
    let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard (1...2).contains(parts.count), areDigits, unsigned.utf8.count <= 35 else { return nil }
    return Decimal(string: text, locale: nil)
  }

  /// Reads a value of a known type.
  func typed(_ node: Node, _ type: ValueType) -> TypedValue? {
    switch type {
    case .text: return typedText(node)
    case .boolean: return flag(node).map { .boolean($0) }
    case .decimal: return amount(node).map { .decimal($0) }
    case .number:
      if case .scalar(let scalar) = node.content, case .float = scalar.meaning {
        return number(scalar.text, node).map { .decimal($0) }
      }
      return amount(node).map { .decimal($0) }
    case .date:
      let what = "a day or a time such as \"2026-03-09\" or \"2026-03-09T15:30\""
      guard let text = text(node, what) else { return nil }
      return CivilTime(text: text).map { .date(civilSeconds: $0.seconds) }
        ?? expected(what, node, advice: DayText.advice(text))
    }
  }

  private func typedText(_ node: Node) -> TypedValue? {
    if case .scalar(let scalar) = node.content {
      switch scalar.meaning {
      case .integer, .float:
        return expected("text", node, advice: "put it in quotes, or write as: decimal beside it")
      case .boolean: return expected("text", node, advice: "put it in quotes, or write as: boolean beside it")
      case .null: return expected("text", node, advice: "for a field without a value write exists: false")
      case .text, .ambiguous: break
      }
    }
    return text(node).map { .text($0.nfc) }
  }

  /// Reads a share such as `10%`, more than 0% and at most 100%, as a fraction of 1.
  func share(_ node: Node) -> Decimal? {
    let what = "a share such as 10%"
    guard case .scalar(let scalar) = node.content else { return expected(what, node) }
    if case .integer = scalar.meaning { return expected(what, node, advice: "write \(scalar.text)%") }
    if case .float = scalar.meaning { return expected(what, node, advice: "write it in per cent, with the sign %") }
    guard scalar.text.hasSuffix("%"), let percent = Self.exactDecimal(String(scalar.text.dropLast())) else {
      return expected(what, node)
    }
    guard percent > 0, percent <= 100 else {
      error("share \(scalar.text) is out of range: more than 0%, at most 100%", at: node.mark)
      return nil
    }
    return percent / 100
  }

  /// Reads the only word that is allowed here.
  func onlyWord(_ node: Node, _ word: String, _ what: String) -> Bool {
    guard let text = text(node, "'\(word)'") else { return false }
    if text == word { return true }
    error("unknown \(what) \(text.quotedForMessage)\(Suggestion.ending(for: text, among: [word]))", at: node.mark)
    return false
  }

  /// Reads the values of a list, all or none; a single value needs no list.
  func oneOrMore<Value>(_ node: Node, _ read: (Node) -> Value?) -> [Value]? {
    guard case .sequence(let items) = node.content else { return read(node).map { [$0] } }
    return list(items, node, read)
  }

  /// Reads the values of a list, all or none.
  func list<Value>(_ items: [Node], _ node: Node, _ read: (Node) -> Value?) -> [Value]? {
    guard !items.isEmpty else {
      error("the list is empty and would match nothing; expected at least one value", at: node.mark)
      return nil
    }
    return all(items, read)
  }

  /// Reads every node; nil if one of them is wrong, but only after all were read.
  func all<Item, Value>(_ items: [Item], _ read: (Item) -> Value?) -> [Value]? {
    let values = items.map(read)
    let good = values.compactMap { $0 }
    return good.count == values.count ? good : nil
  }

  /// Replaces a value by what the file says, if the file says something.
  func set<Value>(_ value: inout Value, _ node: Node?, _ isGood: inout Bool, _ read: (Node) -> Value?) {
    guard let node else { return }
    if let given = read(node) { value = given } else { isGood = false }
  }

  /// Replaces an optional value by what the file says, if the file says something.
  func set<Value>(_ value: inout Value?, _ node: Node?, _ isGood: inout Bool, _ read: (Node) -> Value?) {
    guard let node else { return }
    if let given = read(node) { value = given } else { isGood = false }
  }
}
