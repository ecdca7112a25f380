/// What follows after the server refused a request because of its limit.
package struct LimitRefusal: Sendable, Hashable {
  /// The time in which requests are kept back.
  package var rest: Rest
  /// How long nothing is sent, from now.
  package var wait: Duration
  /// True when requests that are not ours explain it: another client's, or those of an unknown earlier run.
  package var isForeign: Bool
  /// False when it does not state the count of the limit, although other answers do.
  ///
  /// Then it probably has another reason.
  package var isOfLimit: Bool

  package init(rest: Rest, wait: Duration, isForeign: Bool, isOfLimit: Bool = true) {
    self.rest = rest
    self.wait = wait
    self.isForeign = isForeign
    self.isOfLimit = isOfLimit
  }
}
