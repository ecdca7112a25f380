import Foundation

/// A calendar's opening hours along the time line, with running sums.
///
/// The sums make the working time between two moments, even years apart, a difference of two numbers. An opening is a
/// stretch of the wall clock. Where the clock is put back inside an opening, both passes are open. An hour that the
/// clock skips is not open. Times are in milliseconds since 1970.
struct OpenHours: Sendable {
  package static let day: Int64 = 86_400_000

  private let zone: ZoneOffsets
  /// The openings of each weekday from Monday, in milliseconds of the day.
  private let openings: [[Range<Int64>]]
  /// Open time, and below working days, of the week before each weekday; the last element is the whole week.
  private let openBefore: [Int64]
  private let workdaysBefore: [Int]
  /// The days without work on weekdays that have openings, in order; and running sums of the open time that they
  /// remove.
  private var closed: [Int] = []
  private var closedOpen: [Int64] = [0]
  /// The open time up to the start of each offset of the zone.
  private var reached: [Int64] = [0]

  init(zone: TimeZone, open: [Int: [WorkCalendar.Opening]], closed: Set<CivilDate>) {
    self.zone = .of(zone)
    openings = (1...7).map { weekday in
      (open[weekday] ?? []).filter { $0.start < $0.end }.sorted { $0.start < $1.start }
        .map { Int64($0.start) * 60_000..<Int64($0.end) * 60_000 }
    }
    openBefore = openings.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.length) }
    workdaysBefore = openings.reduce(into: [0]) { $0.append(($0.last ?? 0) + ($1.isEmpty ? 0 : 1)) }
    close(closed.map(\.daysSinceEpoch))
    for index in self.zone.starts.indices.dropFirst() {
      let from = self.zone.starts[index - 1] + self.zone.offsets[index - 1]
      let to = self.zone.starts[index] + self.zone.offsets[index - 1]
      reached.append(reached[index - 1] + civilOpen(before: to) - civilOpen(before: from))
    }
    close(self.closed + daysLeftOut())
  }

  private mutating func close(_ days: [Int]) {
    closed = Array(Set(days)).filter { !openings[weekday($0)].isEmpty }.sorted()
    closedOpen = closed.reduce(into: [0]) { $0.append(($0.last ?? 0) + openings[weekday($1)].length) }
  }

  /// Working days whose openings the clock skips altogether.
  private func daysLeftOut() -> [Int] {
    var days: [Int] = []
    for index in zone.starts.indices.dropFirst() where zone.offsets[index] > zone.offsets[index - 1] {
      let from = (zone.starts[index] + zone.offsets[index - 1]).dividedDown(by: Self.day)
      let to = (zone.starts[index] + zone.offsets[index]).dividedDown(by: Self.day)
      days += (Int(from)...Int(to)).filter { isWorkday($0) && length(ofDay: $0).total == 0 }
    }
    return days
  }

  private func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  /// True when nobody ever works.
  package var isEmpty: Bool { openBefore[7] == 0 }

  func isWorkday(_ day: Int) -> Bool {
    guard !openings[weekday(day)].isEmpty else { return false }
    let place = closed.partition { $0 < day }
    return place == closed.count || closed[place] != day
  }

  /// Working days before `day`, counted from a day long ago.
  func workdays(before day: Int) -> Int {
    let week = Int(Int64(day + 3).dividedDown(by: 7))
    return week * workdaysBefore[7] + workdaysBefore[weekday(day)] - closed.partition { $0 < day }
  }

  private func openTime(before day: Int) -> Int64 {
    let week = Int64(day + 3).dividedDown(by: 7)
    return week * openBefore[7] + openBefore[weekday(day)] - closedOpen[closed.partition { $0 < day }]
  }

  /// Open time before the wall clock shows `wall`, as if the clock were never changed.
  private func civilOpen(before wall: Int64) -> Int64 {
    let day = Int(wall.dividedDown(by: Self.day))
    let time = wall - Int64(day) * Self.day
    guard isWorkday(day) else { return openTime(before: day) }
    return openings[weekday(day)].reduce(openTime(before: day)) { sum, opening in
      sum + max(0, min(time, opening.upperBound) - opening.lowerBound)
    }
  }
}

extension OpenHours {
  package func isOpen(at time: Int64) -> Bool {
    let wall = zone.wall(at: time)
    let day = Int(wall.dividedDown(by: Self.day))
    let time = wall - Int64(day) * Self.day
    return openings[weekday(day)].contains { $0.contains(time) } && isWorkday(day)
  }

  /// Open time before `time`, counted from a moment long ago.
  func openTime(at time: Int64) -> Int64 {
    let index = zone.index(at: time)
    let start = zone.starts[index] + zone.offsets[index]
    return reached[index] + civilOpen(before: time + zone.offsets[index]) - civilOpen(before: start)
  }

  /// The first moment at which ``openTime(at:)`` is `target`; nil when nobody ever works.
  package func moment(reaching target: Int64) -> Int64? {
    guard !isEmpty else { return nil }
    let index = max(0, reached.partition { $0 < target } - 1)
    let start = civilOpen(before: zone.starts[index] + zone.offsets[index])
    return wall(reaching: start + target - reached[index]).map { $0 - zone.offsets[index] }
  }

  private func wall(reaching target: Int64) -> Int64? {
    let day = firstDay(from: target, perWeek: openBefore[7], missing: closedOpen.last ?? 0) {
      openTime(before: $0 + 1) >= target
    }
    var rest = target - openTime(before: day)
    for opening in openings[weekday(day)] {
      let length = opening.upperBound - opening.lowerBound
      if rest <= length { return Int64(day) * Self.day + opening.lowerBound + rest }
      rest -= length
    }
    return nil
  }

  /// The working day that has `count` others before it, as ``workdays(before:)`` counts; nil when nobody ever works.
  func workday(after count: Int) -> Int? {
    guard !isEmpty else { return nil }
    return firstDay(from: Int64(count), perWeek: Int64(workdaysBefore[7]), missing: Int64(closed.count)) {
      workdays(before: $0 + 1) > count
    }
  }

  /// The first day that is far enough, found by halving a range that surely contains it.
  private func firstDay(from sum: Int64, perWeek: Int64, missing: Int64, isFar: (Int) -> Bool) -> Int {
    var low = Int((sum.dividedDown(by: perWeek) - 2) * 7)
    var high = Int(((sum + missing).dividedDown(by: perWeek) + 2) * 7)
    while low < high {
      let middle = low + (high - low) / 2
      if isFar(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The open time before a day, and on it, along the time line.
  ///
  /// A skipped hour does not count, and a repeated one counts twice.
  package func length(ofDay day: Int) -> (before: Int64, total: Int64) {
    let before = openTime(at: zone.moment(reachingWall: Int64(day) * Self.day))
    return (before, openTime(at: zone.moment(reachingWall: Int64(day + 1) * Self.day)) - before)
  }

  package func day(at time: Int64) -> Int { Int(zone.wall(at: time).dividedDown(by: Self.day)) }
}

extension [Range<Int64>] {
  fileprivate var length: Int64 { reduce(0) { $0 + $1.upperBound - $1.lowerBound } }
}
