import Foundation
import Pacing
import Records

/// When to report parked intents again: each once a day.
struct ParkedReminder: Sendable {
  private static let day: TimeInterval = 86_400

  /// For how many days each parked intent was reported; nil before the first check of them.
  private var told: [String: Int]?
  private var next: Date?

  func isDue(at now: Date) -> Bool { next.map { $0 <= now } ?? true }

  /// The parked intents to report now, and for how many days each has been parked.
  mutating func remind(of parked: [Intent], at now: Date) -> [(intent: Intent, days: Int)] {
    var next = now.addingTimeInterval(Self.day)
    var told: [String: Int] = [:]
    var due: [(intent: Intent, days: Int)] = []
    for intent in parked {
      let age = Int(max(0, now.timeIntervalSince(intent.changedAt)) / Self.day)
      // What an earlier run left was reported by it. This run goes on from there.
      let before = self.told?[intent.id] ?? (self.told == nil ? age : 0)
      told[intent.id] = max(age, before)
      next = min(next, intent.changedAt.addingTimeInterval(Double(age + 1) * Self.day))
      if age > before { due.append((intent, age)) }
    }
    self.told = told
    self.next = max(next, now.addingTimeInterval(1))
    return due
  }
}
