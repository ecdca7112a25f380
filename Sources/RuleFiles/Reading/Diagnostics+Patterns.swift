import Patterns
import Rules
import YAML

/// Patterns are compared with texts in NFC, so the patterns are converted to NFC themselves.
///
/// That gives the intended pattern where a letter and its mark are neighbours. A mark that belongs to no letter of the
/// pattern, as after `.`, would miss the intended texts, because there it is part of a letter. So it is refused: in
/// `unless`, a pattern that does not match protects nothing.
extension Diagnostics {
  /// Reads a glob.
  func glob(_ node: Node) -> Glob? {
    guard let pattern = text(node, "a pattern") else { return nil }
    guard hasNoLoneMark(pattern, .glob, node) else { return nil }
    remark(onGlob: pattern, node)
    do throws(GlobError) {
      return try Glob(pattern)
    } catch {
      self.error(error.description, at: node.mark)
      return nil
    }
  }

  /// Reads a regular expression.
  func pattern(_ node: Node) -> Pattern? {
    guard let pattern = text(node, "a regular expression") else { return nil }
    guard hasNoLoneMark(pattern, .regularExpression, node) else { return nil }
    do throws(PatternError) {
      return try Pattern(pattern.nfc)
    } catch {
      self.error("the regular expression \(pattern.quotedForMessage) cannot be used: \(error)", at: node.mark)
      return nil
    }
  }

  private func hasNoLoneMark(_ pattern: String, _ kind: LoneMark.Kind, _ node: Node) -> Bool {
    guard let found = LoneMark(in: pattern, kind) else { return true }
    let anyMark = kind == .regularExpression ? ", or \\p{M} for any mark" : ""
    error(
      "in the pattern \(pattern.quotedForMessage) the mark \(found.name) (character \(found.place)) belongs to no letter, and in "
        + "texts a letter and its mark are one character (NFC); write them together, such as é\(anyMark)",
      at: node.mark)
    return false
  }
}
