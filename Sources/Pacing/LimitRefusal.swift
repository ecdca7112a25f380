/// What follows from a request that the server refused because of its limit.
package struct LimitRefusal: Sendable, Hashable {
  /// The time in which requests are kept back.
  package var rest: Rest
  /// How long nothing is sent, from now.
  package var wait: Duration
  /// True when requests that are not ours explain it: another client, or an earlier life of which nothing is known.
  package var isForeign: Bool
  /// False when it does not tell the count of the limit, which other answers tell: then it has hardly to do with the limit.
  package var isOfLimit: Bool

  package init(rest: Rest, wait: Duration, isForeign: Bool, isOfLimit: Bool = true) {
    self.rest = rest
    self.wait = wait
    self.isForeign = isForeign
    self.isOfLimit = isOfLimit
  }
}
