import FaultyDisk
import Foundation
import Journal

/// A state directory on a disk that can be made to lose, fail and fill up.
final class FaultyDrive {
  let folder: StateFolder
  private let disk: OpaquePointer

  /// The calls that can be made to fail.
  enum Calls: UInt32, CaseIterable {
    case read = 1
    case write = 2
    case sync = 4
    case truncate = 8
    case open = 16
    case delete = 32
    case access = 64
    case size = 128
    case lock = 256
    case sharedMap = 512
    case sharedLock = 1_024
    case databaseWrite = 2_048
    case databaseSync = 4_096
  }

  struct NoDirectory: Error {}

  init() throws {
    folder = try StateFolder()
    guard let disk = faulty_disk_attach(folder.path) else { throw NoDirectory() }
    self.disk = disk
  }

  deinit { faulty_disk_detach(disk) }

  var hasFailed: Bool { faulty_disk_has_failed(disk) }

  /// Lets one call fail: the `nth` of these from now.
  func fail(_ calls: Calls, nth: Int, isFull: Bool = false) {
    faulty_disk_fail(disk, calls.rawValue, Int32(nth), isFull, false)
  }

  func fill(after bytes: Int) { faulty_disk_fill(disk, Int64(bytes)) }

  /// Cuts the power instead of the `nth` sync; what a machine finds when it comes up again goes to `target`.
  func cutPower(nth: Int, to target: StateFolder) { faulty_disk_cut_power(disk, Int32(nth), target.path) }

  func mend() { faulty_disk_mend(disk) }

  /// What a power cut would leave now.
  func image() throws -> StateFolder {
    let target = try StateFolder()
    guard faulty_disk_image(disk, target.path) else { throw NoDirectory() }
    return target
  }
}
