import Foundation

/// The median processor time of `runs` runs, after one that does not count.
func median(of runs: Int, _ work: () throws -> Void) rethrows -> Duration {
  try work()
  var times: [Duration] = []
  for _ in 0..<runs { times.append(try processorTime(of: work)) }
  return times.sorted()[runs / 2]
}

/// The time the processor spends on `work` in this thread: other programs disturb it little.
func processorTime(of work: () throws -> Void) rethrows -> Duration {
  let start = processorTime()
  try work()
  return processorTime() - start
}

private func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Writes rows with their columns aligned to the right, the first to the left.
func printTable(_ rows: [[String]]) {
  guard let header = rows.first else { return }
  let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  for row in rows {
    let cells = row.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - row[column].count)
      return column == 0 ? row[column] + space : space + row[column]
    }
    print(cells.joined(separator: "  "))
  }
}

extension Double {
  /// With so many digits behind the point, and commas between thousands.
  func written(_ digits: Int = 0) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int64((self * scale).rounded())
    let text = String(whole / Int64(scale))
    var grouped = ""
    for (place, character) in text.enumerated() {
      if place > 0 && (text.count - place) % 3 == 0 { grouped.append(",") }
      grouped.append(character)
    }
    guard digits > 0 else { return grouped }
    let rest = String(whole % Int64(scale))
    return grouped + "." + String(repeating: "0", count: digits - rest.count) + rest
  }
}
