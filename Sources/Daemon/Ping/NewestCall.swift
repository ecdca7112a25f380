/// What came of the newest call, until it is taken.
///
/// After a reload, a call to the receiver of before and one to the new receiver may be under way at once. What comes of
/// the older one never takes the place of what came of the newer one, on which all further calls wait.
package struct NewestCall<Outcome: Sendable>: Sendable {
  private var waiting: (number: Int, outcome: Outcome)?

  package init() {}

  /// Keeps what came of a call to the receiver of this number, unless that of a later receiver waits already.
  package mutating func put(_ number: Int, _ outcome: Outcome) {
    if waiting.map({ $0.number <= number }) ?? true { waiting = (number, outcome) }
  }

  /// What waits, once.
  package mutating func take() -> (number: Int, outcome: Outcome)? { waiting.take() }
}
