import CalendarTime
import YAML

extension Diagnostics {
  /// Reads a day such as `2026-12-25`.
  func day(_ node: Node) -> CivilDate? {
    let what = "a day such as \"2026-12-25\""
    guard let text = text(node, what) else { return nil }
    return CivilDate(text: text) ?? expected(what, node, advice: DayText.advice(text))
  }

  /// Reads a day, or a first and a last day: `2026-08-03..2026-08-14`.
  func days(_ node: Node) -> ClosedRange<CivilDate>? {
    let what = "days such as \"2026-08-03..2026-08-14\""
    guard let text = text(node, what) else { return nil }
    if let day = CivilDate(text: text) { return day...day }
    guard let dots = text.firstRange(of: ".."), let first = CivilDate(text: text[..<dots.lowerBound]),
      let last = CivilDate(text: text[dots.upperBound...])
    else {
      let ends = text.firstRange(of: "..").map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? [text[...]]
      let advice = ends.lazy.compactMap { CivilDate(text: $0) == nil ? DayText.advice(String($0)) : nil }.first
      return expected(what, node, advice: advice)
    }
    guard first <= last else {
      error("the days \(text.quotedForMessage) go backwards; expected the first day first", at: node.mark)
      return nil
    }
    return first...last
  }
}
