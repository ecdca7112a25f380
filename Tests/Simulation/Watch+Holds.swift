import Engine
import Foundation
import GeoTareas
import Pacing
import Records

/// What must hold of stop buttons: of the journal's holds, of the tenant's own button, of rules that go wrong.
extension Watch {
  /// Intents of a rule parked within an hour after which it may not go on, where they are a quarter of what ended.
  private static let breakerLimit = 5

  /// The engine is told what others did in the journal.
  mutating func hear(_ news: JournalNews, at wall: Date) {
    let numbers = Set(news.holds.map(\.number))
    for hold in heardHolds.values where !numbers.contains(hold.number) { forgive(hold, at: wall) }
    heardHolds = Dictionary(uniqueKeysWithValues: news.holds.map { ($0.number, $0) })
  }

  /// The engine ends a hold whose time is over.
  mutating func end(_ hold: Hold, at now: ClockReading) {
    guard let term = hold.term, term.left(asOf: now) <= .zero else {
      return note(.quietWhenTold, "hold \(hold.number) was ended before its time")
    }
    if heardHolds.removeValue(forKey: hold.number) != nil { forgive(hold, at: now.wall) }
  }

  private mutating func forgive(_ hold: Hold, at wall: Date) {
    if let rule = hold.rule, hold.task == nil { released[rule] = wall }
  }

  /// A person releases a hold; one that the daemon was not told of yet is never told of.
  mutating func release(_ hold: Hold, at wall: Date) {
    if heardHolds[hold.number] == nil { forgive(hold, at: wall) }
  }

  /// The journal does not let an effect begin that is held.
  mutating func meet(_ hold: Hold, _ intent: Intent) {
    if heardHolds[hold.number] != nil {
      note(.quietWhenTold, "\(intent.id): begun although hold \(hold.number) was told")
    }
    heardHolds[hold.number] = hold
  }

  /// A write leaves; `holds` are those the journal knows of, `parked` all intents that wait for a person, and `ended` says how
  /// many of the rule's came to an end since a moment.
  mutating func checkHolds(
    _ intent: Intent, _ holds: [Hold], _ parked: [Intent], ended: (Date) -> Int, button: TaskID?, at now: Duration,
    _ wall: Date
  ) {
    let tenant = scenario.settings.tenant
    if let hold = holds.first(where: { $0.covers(tenant: tenant, rule: intent.rule, task: intent.task) }) {
      note(.quietWhenTold, "\(intent.id): sent while hold \(hold.number) is in force")
    }
    if let seenButton, seenButton == button {
      note(.quietWhenTold, "\(intent.id): sent while the stop button is pressed by \(seenButton)")
    }
    if let until = closedUntil[intent.write.endpoint], now < until {
      note(.rateLimit, "\(intent.id): sent at \(now), although the journal leaves no room before \(until)")
    }
    guard !scenario.jumpsClock else { return }
    let since = max(wall - 3_600, released[intent.rule] ?? .distantPast)
    let lately = parked.count { $0.rule == intent.rule && $0.changedAt > since }
    if lately >= Self.breakerLimit, lately * 4 >= ended(wall - 3_600) {
      note(.quietWhenTold, "\(intent.id): \(lately) effects of '\(intent.rule)' were parked within an hour")
    }
  }
}
