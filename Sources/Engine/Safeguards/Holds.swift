import Foundation
import GeoTareas
import Pacing
import Records

/// What people, or the engine itself, hold back.
struct Holds: Sendable {
  /// The holds in force, as far as the journal has reported them.
  private(set) var inForce: [Hold] = []
  /// The numbers of holds that ended by themselves and that the journal may still name.
  private var ended: Set<Int64> = []
  private(set) var button = ButtonWatch()
  /// From when on parked intents of a rule count towards holding it.
  private var breakerReset: [String: Date] = [:]

  /// True while all rules of the tenant are held for all tasks, apart from the stop button.
  var areOfAll: Bool { inForce.contains(where: \.isOfAll) }

  /// The hold that keeps a rule's effect on a task back, if there is one.
  func hold(on rule: String, _ task: TaskID, of tenant: String) -> Hold? {
    inForce.first { $0.covers(tenant: tenant, rule: rule, task: task) }
  }

  /// True where a hold is on this rule alone: whoever releases a wider one may not look at the rule.
  func isHeldAlone(_ rule: String) -> Bool { inForce.contains { $0.rule == rule && $0.task == nil } }

  func contains(_ number: Int64) -> Bool { inForce.contains { $0.number == number } }

  /// These are in force now, as far as they have not ended by themselves.
  mutating func replace(with holds: [Hold]) { inForce = holds.filter { !ended.contains($0.number) } }

  /// The journal names these as in force: what has ended and is not among them is over there as well.
  mutating func forgetEnded(besides named: [Hold]) { ended.formIntersection(named.map(\.number)) }

  // MARK: Holds that end by themselves

  /// When the next of them ends, on the clock of `now`; nil where none does.
  func nextEnd(asOf now: ClockReading) -> Instant? {
    inForce.compactMap { $0.term?.left(asOf: now) }.min().map { now.instant + $0 }
  }

  /// Takes out the holds whose time is over.
  ///
  /// Until the journal has ended them as well, it goes on naming them, which is not heeded any more.
  mutating func takeEnded(asOf now: ClockReading) -> [Hold] {
    let over = inForce.filter { $0.isOver(asOf: now) }
    if over.isEmpty { return [] }
    inForce.removeAll { over.contains($0) }
    ended.formUnion(over.map(\.number))
    return over
  }

  /// The journal does not end this hold: it counts again.
  mutating func keep(_ number: Int64) { ended.remove(number) }

  // MARK: Holding a rule of which too much is parked

  /// From when on its parked intents count.
  func countsParked(of rule: String) -> Date { breakerReset[rule] ?? .distantPast }

  /// Counts only what is parked from now on: a hold is being set, or a person has released one.
  mutating func forgiveParked(of rule: String, at now: Date) { breakerReset[rule] = now }

  // MARK: The stop button

  /// Some task of the button is open.
  mutating func press(by task: TaskID) { button.press(by: task) }

  /// Takes in a complete poll that showed the button pressed by `task`, or not pressed.
  mutating func finishPoll(pressedBy task: TaskID?) { button.finishPoll(pressedBy: task) }

  /// Notes that it was reported why the button holds everything back, or that it does not.
  mutating func tell(_ hold: ButtonWatch.Hold?) { button.tell(hold) }
}
