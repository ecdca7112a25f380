import CalendarTime

/// A day in a form of another place, or one that there is not.
enum DayText {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// What to do about a text that is no day; nil where it is not known what was meant.
  static func advice(_ text: String) -> String? {
    let parts = text.split(omittingEmptySubsequences: false) { "-/. ".contains($0) }.map(String.init)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      parts.allSatisfy({ $0.utf8.count <= 4 })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    if parts[0].utf8.count == 4 { return advice(numbers[0], numbers[1], numbers[2], isWritten: text.contains("-")) }
    guard parts[2].utf8.count == 4 else { return nil }
    let (first, second) = (numbers[0], numbers[1])
    // Whether the day or the month comes first is known only where one of them can be no month.
    if first <= 12, second <= 12, first != second { return "write the year, the month and the day, in this order" }
    return first > 12
      ? advice(numbers[2], second, first, isWritten: false) : advice(numbers[2], first, second, isWritten: false)
  }

  /// - Parameter isWritten: Whether it is in the right form already, but perhaps for zeros.
  private static func advice(_ year: Int, _ month: Int, _ day: Int, isWritten: Bool) -> String? {
    if let date = CivilDate(year: year, month: month, day: day) { return "write \"\(date)\"" }
    guard (1...12).contains(month) else { return isWritten ? "a year has 12 months" : nil }
    let length = (28...31).last { CivilDate(year: year, month: month, day: $0) != nil }
    return length.map { "\(months[month - 1]) \(year) has \($0) days" }
  }
}
