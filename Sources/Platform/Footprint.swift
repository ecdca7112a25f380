import CLinux
import Foundation
import Glibc

/// How much memory the process keeps.
package enum Footprint {
  /// Returns freed memory soon; to be called before there are other threads.
  ///
  /// All threads allocate from one arena. With several arenas, each would keep what was freed in it, and our threads
  /// seldom allocate at the same time. Large blocks, such as a page of tasks or a whole list, are mapped individually
  /// and returned at once. Left alone, the threshold for that would rise with the largest block ever freed. Source:
  /// mallopt(3).
  package static func keepLittle() {
    _ = mallopt(M_ARENA_MAX, 1)
    _ = mallopt(M_MMAP_THRESHOLD, 128 * 1_024)
  }

  /// Lets the process open as many files as the system permits, because each connection is one.
  ///
  /// Source: getrlimit(2).
  package static func raiseFileLimit() { capataz_raise_file_limit() }

  /// Returns memory that was needed to start: the freed heap, and pages of code and constants.
  ///
  /// What is still used comes back page by page. It does nothing where the system does not show what is mapped. Source:
  /// malloc_trim(3), madvise(2), proc_pid_maps(5).
  package static func settle() {
    malloc_trim(0)
    guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
    for line in maps.split(separator: "\n") {
      guard let (start, length) = pagesOfFile(line), let start = UnsafeMutableRawPointer(bitPattern: start) else {
        continue
      }
      madvise(start, length, MADV_DONTNEED)
    }
  }

  /// The range of pages that can be read from a file again: mapped from one, and never written to.
  static func pagesOfFile(_ line: some StringProtocol) -> (start: UInt, length: Int)? {
    let fields = line.split(separator: " ", omittingEmptySubsequences: true)
    guard fields.count >= 6, fields[5].hasPrefix("/"), fields[1] == "r-xp" else { return nil }
    let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
    guard ends.count == 2, ends[1] > ends[0] else { return nil }
    return (ends[0], Int(ends[1] - ends[0]))
  }
}
