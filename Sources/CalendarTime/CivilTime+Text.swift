extension CivilDate {
  /// Reads `2026-03-09`; nil for anything else and for a day that no month has.
  package init?(text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      let year = CivilTime.number(parts[0]), let month = CivilTime.number(parts[1]),
      let day = CivilTime.number(parts[2]), year >= 1
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension CivilTime {
  /// Reads `2026-03-09`, which is its midnight, `2026-03-09T15:30` or `2026-03-09T15:30:00`; nil for anything else.
  package init?(text: String) {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let day = CivilDate(text: parts[0]) else { return nil }
    guard parts.count == 2 else {
      self.init(seconds: Int64(day.daysSinceEpoch) * 86_400)
      return
    }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = clock.compactMap { $0.utf8.count == 2 ? Self.number($0) : nil }
    guard numbers.count == clock.count, (2...3).contains(numbers.count), numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let second = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    self.init(seconds: Int64(day.daysSinceEpoch) * 86_400 + Int64(second))
  }

  /// Reads `09:00`, or `24:00` for the end of a day, as minutes from midnight.
  package static func minutes(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = number(parts[0]),
      let minute = number(parts[1]), minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }

  /// The time of day, as `15:30`, with seconds where there are any.
  package var timeOfDay: String {
    let second = Int(seconds - Int64(day.daysSinceEpoch) * 86_400)
    let minutes = "\((second / 3_600).padded(2)):\((second / 60 % 60).padded(2))"
    return second % 60 == 0 ? minutes : "\(minutes):\((second % 60).padded(2))"
  }

  fileprivate static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
