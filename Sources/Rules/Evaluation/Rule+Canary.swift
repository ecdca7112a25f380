import Foundation

extension Rule {
  private static let buckets: UInt64 = 1_000_000

  /// True when the rule, in stage canary, acts on the tasks of `instance`; false without a share.
  ///
  /// It is decided by a hash of the rule's id and the instance's, so that it stays over restarts, differs between
  /// rules, and a greater share keeps all instances of a smaller one. It does not look at the stage.
  package func isInCanary(instance: String) -> Bool {
    guard let share = safeguards.canaryShare else { return false }
    // Behind its length no id can run into the other.
    var hash = Fingerprint.hash("\(id.utf8.count):\(id)\(instance)")
    // FNV leaves its upper bits uneven for short texts; the last step of splitmix64 spreads them.
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    return Decimal(hash % Self.buckets) < share * Decimal(Self.buckets)
  }
}
