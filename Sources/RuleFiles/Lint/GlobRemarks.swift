import YAML

extension Diagnostics {
  /// Warns about a glob that was probably meant as a regular expression.
  func remark(onGlob text: String, _ node: Node) {
    guard Self.looksLikeExpression(text) else { return }
    let glob = Self.glob(meantBy: text).map { ", or like: \"\($0)\"" } ?? ""
    let shown = text.quotedForMessage
    warning(
      "'like' is a glob, and \(shown) looks like a regular expression; write matches: \(shown)\(glob)", at: node.mark)
  }

  /// True where a sign stands that is rare in a name and usual in an expression.
  private static func looksLikeExpression(_ text: String) -> Bool {
    if text.hasPrefix("^") || text.hasPrefix(".*") || text.contains("(?") { return true }
    if text.hasSuffix("$"), text.contains(".*") || text.contains("^") { return true }
    if [".+", "\\d", "\\w", "\\s", "\\b", "[^"].contains(where: { text.contains($0) }) { return true }
    // Alternatives in parentheses.
    guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") else { return false }
    return text[open..<close].contains("|")
  }

  /// The same as a glob; nil where that cannot say it.
  private static func glob(meantBy text: String) -> String? {
    let isOpen = (start: !text.hasPrefix("^"), end: !text.hasSuffix("$"))
    let inner = text.drop { $0 == "^" }
    let body = (isOpen.end ? inner : inner.dropLast()).replacing(".*", with: "*")
    guard !body.contains(where: { ".+?()[]{}|\\^$\"".contains($0) }) else { return nil }
    let glob = "\(isOpen.start ? "*" : "")\(body)\(isOpen.end ? "*" : "")".replacing("**", with: "*")
    return glob.allSatisfy { $0 == "*" } ? nil : glob
  }
}
