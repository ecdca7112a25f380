import GeoTareas
import Testing

@Suite("Task ids")
struct TaskIDTests {
  /// With and without a form in digits alone.
  static let texts = [
    "0", "00", "007", "7", "70", "700", "71", "8", "847291038475629101", "84729103847562910", "847291038475629102",
    "9999999999999999999", "10000000000000000000", "18446744073709551615", "18446744073709551616", "-7", "+7", " 7",
    "7 ", "7.0", "1e3", "٧", "task-7", "TASK-7", "\u{e9}", "e\u{301}", "a/b",
    String(repeating: "9", count: 64),
  ]

  @Test("the text comes back as it came", arguments: texts)
  func text(_ text: String) {
    #expect(Array(TaskID(text).rawValue.utf8) == Array(text.utf8))
    #expect(TaskID(text).description == text)
  }

  @Test("two ids are one where their bytes are the same, and come in the order of their bytes")
  func order() {
    for left in Self.texts {
      for right in Self.texts {
        let isSame = Array(left.utf8) == Array(right.utf8)
        #expect((TaskID(left) == TaskID(right)) == isSame, "\(left) \(right)")
        #expect(
          (TaskID(left) < TaskID(right)) == left.utf8.lexicographicallyPrecedes(right.utf8), "\(left) \(right)")
        if isSame { #expect(TaskID(left).hashValue == TaskID(right).hashValue) }
      }
    }
    #expect(Set(Self.texts.map { TaskID($0) }).count == Self.texts.count)
  }

  @Test("an id as the API gives them takes no more than two words")
  func size() { #expect(MemoryLayout<TaskID>.stride <= 16) }
}
