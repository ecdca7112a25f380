import Foundation

/// What a running process uses, as proc(5) tells it; to be looked at about once a second.
struct ProcessUsage {
  /// Seconds of processor time of all its threads so far, user and system.
  private(set) var processor = 0.0
  /// The most memory that was seen to be resident, in MB.
  var mostMemory = 0.0
  /// How often its threads gave up the processor to wait, as far as was seen: each time something woke one up.
  private(set) var wakeUps = 0
  private(set) var mostThreads = 0
  private var ofThreads: [String: Int] = [:]

  mutating func look(at process: Int32) throws {
    let folder = "/proc/\(process)"
    let stat = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8)
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    // The third field of the line is the second after the name: utime and stime are the 14th and 15th.
    let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
    processor = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    mostMemory = max(mostMemory, Double(Self.number("VmRSS", in: "\(folder)/status") ?? 0) * 1_024 / 1_000_000)
    let threads = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task")
    mostThreads = max(mostThreads, threads.count)
    for thread in threads {
      // It may end while it is looked at.
      guard let count = Self.number("voluntary_ctxt_switches", in: "\(folder)/task/\(thread)/status") else { continue }
      wakeUps += max(0, count - (ofThreads[thread] ?? 0))
      ofThreads[thread] = count
    }
  }

  /// The most memory that a process ever had resident, in MB; 0 where it is gone.
  static func peak(of process: Int32) -> Double {
    Double(number("VmHWM", in: "/proc/\(process)/status") ?? 0) * 1_024 / 1_000_000
  }

  private static func number(_ name: String, in file: String) -> Int? {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
    return line.split(whereSeparator: { $0 == "\t" || $0 == " " }).compactMap { Int($0) }.first
  }
}
