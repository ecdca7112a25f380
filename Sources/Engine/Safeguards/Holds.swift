import Foundation
import GeoTareas
import Records

/// What people, or the engine itself, hold back.
struct Holds: Sendable {
  /// The holds in force, as far as the journal has reported them.
  private(set) var inForce: [Hold] = []
  private(set) var button = ButtonWatch()
  /// From when on parked intents of a rule count towards holding it.
  private var breakerReset: [String: Date] = [:]

  /// True while all rules of the tenant are held, apart from the stop button.
  var areOfAll: Bool { inForce.contains { $0.rule == nil } }

  /// The hold that keeps a rule's effects back, if there is one.
  func hold(on rule: String, of tenant: String) -> Hold? { inForce.first { $0.covers(tenant: tenant, rule: rule) } }

  /// True where a hold is on this rule alone: whoever releases a wider one may not look at the rule.
  func isHeldAlone(_ rule: String) -> Bool { inForce.contains { $0.rule == rule } }

  func contains(_ number: Int64) -> Bool { inForce.contains { $0.number == number } }

  /// These are in force now.
  mutating func replace(with holds: [Hold]) { inForce = holds }

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
