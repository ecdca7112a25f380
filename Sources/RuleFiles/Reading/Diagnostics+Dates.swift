import CalendarTime
import YAML

extension Diagnostics {
  /// Reads a day such as `2026-12-25`.
  func day(_ node: Node) -> CivilDate? {
    let what = "a day such as \"2026-12-25\""
    guard let text = text(node, what) else { return nil }
    return CivilDate(text: text) ?? expected(what, node)
  }

  /// Reads a day, or a first and a last day: `2026-08-03..2026-08-14`.
  func days(_ node: Node) -> ClosedRange<CivilDate>? {
    let what = "days such as \"2026-08-03..2026-08-14\""
    guard let text = text(node, what) else { return nil }
    if let day = CivilDate(text: text) { return day...day }
    guard let dots = text.firstRange(of: ".."), let first = CivilDate(text: text[..<dots.lowerBound]),
      let last = CivilDate(text: text[dots.upperBound...])
    else { return expected(what, node) }
    guard first <= last else {
      error("the days \(text.quotedForMessage) go backwards; expected the first day first", at: node.mark)
      return nil
    }
    return first...last
  }
}
