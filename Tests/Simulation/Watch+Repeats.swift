import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules

/// What must hold of effects that a rule asks for again.
extension Watch {
  /// A write leaves; `earlier` are all intents of its task.
  mutating func checkRepeats(_ intent: Intent, earlier: [Intent]) {
    // A rule has one effect, whatever the clock and the order of its values make of it.
    let same = earlier.filter {
      $0.id != intent.id && $0.rule == intent.rule && $0.precondition == intent.precondition && !isTouched($0)
    }
    if let settled = same.first(where: { [.refused, .done, .parked].contains($0.state) || $0.verdict == .drop }) {
      note(.once, "\(intent.id): \(settled.id) was the same effect on \(intent.task), and is \(settled.state)")
    }
    let doubtful = same.reduce(0) { $0 + $1.doubtfulAttempts }
    if doubtful >= 3 {
      note(.once, "\(intent.id): \(doubtful) attempts to do the same to \(intent.task) were in doubt before")
    }
  }

  /// A write leaves for a task that is as given.
  mutating func checkProtected(_ intent: Intent, _ task: ModelTask?) {
    guard let task, task.step == "Guard" || task.step == "Shield" else { return }
    if task.earlierSteps != .asDocumented {
      note(.protected, "\(intent.id): what was captured before \(task.id) is not known: \(task.earlierSteps)")
    } else if task.quote?.contains(where: { !$0.value.isNull }) == true {
      note(.protected, "\(intent.id): \(task.id) is held")
    }
  }

  /// Beside another client we are refused now and then, but not often.
  mutating func countRefusal(at now: Duration) {
    refusals.append(now)
    refusals.removeAll { $0 < now - .seconds(540) }
    if refusals.count > 15 { note(.neighbourly, "\(refusals.count) of our calls were refused within nine minutes") }
  }

  /// Whether people have touched the task since an intent began.
  private func isTouched(_ intent: Intent) -> Bool {
    guard let touch = touches[intent.task] else { return false }
    return scenario.jumpsClock || scenario.wallStart + touch.at.inSeconds >= intent.createdAt - 60
  }
}
