import Foundation

extension Rule {
  private static let buckets: UInt64 = 1_000_000

  /// Whether the rule acts on the tasks of an instance by its stage, and does not only watch.
  package func acts(on instance: String) -> Bool {
    switch stage {
    case .shadow: false
    case .canary: isInCanary(instance: instance)
    case .live: true
    }
  }

  /// True when the rule, in stage canary, acts on the tasks of `instance`; false without a share.
  ///
  /// A hash of the rule's id and the instance's id decides. So the answer survives restarts and differs between rules,
  /// and a larger share includes all instances of a smaller one. The stage does not matter here.
  package func isInCanary(instance: String) -> Bool {
    guard let share = safeguards.canaryShare else { return false }
    // The length in front keeps one id from running into the other.
    var hash = Fingerprint.hash("\(id.utf8.count):\(id)\(instance)")
    // FNV leaves its upper bits uneven for short texts; the last step of splitmix64 spreads them.
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    return Decimal(hash % Self.buckets) < share * Decimal(Self.buckets)
  }
}
