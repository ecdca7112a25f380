package import Pacing
import Records
import Synchronization

/// Says on a terminal what long work does, how far it is, and about how long it still takes.
///
/// Nothing is said in the first second. Whoever works calls ``begin(_:unit:)`` for each step and ``advance(to:of:left:)``
/// as it goes on, from any thread and as often as it likes; ``tick()`` a few times a second keeps the line moving while
/// nothing happens, and ``end()`` erases it.
package final class WorkProgress: Sendable {
  /// How it is shown.
  package enum Form: Sendable, Equatable {
    /// Not at all: there is no terminal.
    case none
    /// As a line that is written over again and again, on a terminal so wide.
    case line(columns: Int)
    /// As lines of plain text, for terminals that cannot do that: one for each step that takes more than a second, and one
    /// every half minute.
    case plain
  }

  private struct Step {
    var what: String
    var unit: String?
    var began: Instant
    var done = 0
    var total: Int?
    /// When it will be over, where whoever works knows better than what was done so far tells.
    var ends: Instant?
    /// What is waited for until then.
    var wait: (what: String, until: Instant)?
    var lastShown: Instant?
  }

  private struct State {
    var began: Instant?
    var step: Step?
    var isOver = false
  }

  private let form: Form
  private let clock: @Sendable () -> Instant
  private let draw: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// How long nothing is said.
  private static let patience = Duration.seconds(1)
  /// The shortest time between two drawings of a line, and between two lines.
  private static let pauses = (line: Duration.milliseconds(100), plain: Duration.seconds(30))

  /// - Parameters:
  ///   - clock: The clock that never jumps.
  ///   - draw: Takes each line, which stands in place of the one before unless the form is plain; an empty one erases it.
  package init(
    _ form: Form, clock: @escaping @Sendable () -> Instant, draw: @escaping @Sendable (String) -> Void
  ) {
    self.form = form
    self.clock = clock
    self.draw = draw
  }

  /// One that says nothing.
  package static let silent = WorkProgress(.none, clock: { Instant(nanoseconds: 0) }, draw: { _ in })

  /// Whether anything is shown, so that it is worth counting for.
  package var isShown: Bool { form != .none }

  /// Begins a step, such as "acme: reading the tasks".
  ///
  /// - Parameter unit: What is counted, as in "lines"; nil where the step says it.
  package func begin(_ what: String, unit: String? = nil) {
    change { state, now in
      state.began = state.began ?? now
      if state.step?.what == what, state.step?.unit == unit {
        state.step?.wait = nil
      } else {
        state.step = Step(what: what, unit: unit, began: now)
      }
    }
  }

  /// Says how far the step is.
  ///
  /// - Parameters:
  ///   - total: How much there is in all; nil where that is not known.
  ///   - left: How long the rest takes; nil where it goes on as it went so far.
  package func advance(to done: Int, of total: Int?, left: Duration? = nil) {
    change { state, now in
      state.step?.done = done
      state.step?.total = total
      state.step?.ends = left.map { now + $0 }
      state.step?.wait = nil
    }
  }

  /// Says that the step waits for something, such as "the limit of login requests", until a moment that is known.
  package func wait(for what: String, until end: Instant) {
    change { state, now in
      state.began = state.began ?? now
      if state.step == nil { state.step = Step(what: "", unit: nil, began: now) }
      state.step?.wait = (what, end)
    }
  }

  /// Moves the line on while nothing happens.
  package func tick() { change { _, _ in } }

  /// Erases the line; nothing is shown after that.
  package func end() {
    state.withLock { state in
      if case .line = form, state.step?.lastShown != nil, !state.isOver { draw("") }
      state.isOver = true
    }
  }

  private func change(_ body: (inout State, Instant) -> Void) {
    guard isShown else { return }
    let now = clock()
    state.withLock { state in
      body(&state, now)
      show(&state, now)
    }
  }

  private func show(_ state: inout State, _ now: Instant) {
    guard !state.isOver, let began = state.began, var step = state.step else { return }
    let isFirst = step.lastShown == nil
    switch form {
    case .none: return
    case .line(let columns):
      guard now - began >= Self.patience, step.lastShown.map({ now - $0 >= Self.pauses.line }) ?? true else { return }
      draw(ProgressText.cut(Self.text(step, now), to: columns - 1))
    case .plain:
      guard now - (isFirst ? step.began : step.lastShown ?? now) >= (isFirst ? Self.patience : Self.pauses.plain) else {
        return
      }
      draw(ProgressText.cut(Self.text(step, now), to: .max))
    }
    step.lastShown = now
    state.step = step
  }

  private static func text(_ step: Step, _ now: Instant) -> String {
    if let wait = step.wait, wait.until > now {
      let head = step.what.isEmpty ? "" : step.what + ", "
      return "\(head)waiting for \(wait.what), about \(ProgressText.length(wait.until - now)) left"
    }
    var text = step.what
    let unit = step.unit.map { " \($0)" } ?? ""
    if let total = step.total, total > 0 {
      text += ", \(ProgressText.number(min(step.done, total))) of \(ProgressText.number(total))\(unit)"
      if total >= 1_000 { text += " (\(min(100, step.done * 100 / total)) %)" }
    } else if step.done > 0 {
      text += ", \(ProgressText.number(step.done))\(unit) so far"
    }
    if let left = left(of: step, now) {
      text += ", about \(ProgressText.length(left)) left"
    } else if now - step.began >= patience {
      text += ", for \(ProgressText.length(now - step.began, rounded: .down))"
    }
    return text
  }

  /// How long the rest will take; nil where nobody can tell yet.
  private static func left(of step: Step, _ now: Instant) -> Duration? {
    if let ends = step.ends { return max(.zero, ends - now) }
    guard let total = step.total, step.done > 0, total > step.done, now - step.began >= patience else { return nil }
    return (now - step.began) * (Double(total - step.done) / Double(step.done))
  }
}
