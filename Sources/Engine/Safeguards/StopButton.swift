import GeoTareas
import Pacing
import Records

/// A task in the tenant itself that stops all effects while it is open.
///
/// People press the button by opening such a task.
package struct StopButton: Sendable, Hashable {
  package var workflow: String
  package var step: String

  package init(workflow: String, step: String) {
    self.workflow = workflow
    self.step = step
  }

  /// Whether `task` presses it.
  func isPressed(by task: WorkflowTask) -> Bool {
    task.workflowName.value == workflow && task.stepName.value == step && TaskState(task)?.isOpen ?? true
  }
}

/// What is known about the stop button.
struct ButtonWatch: Sendable, Equatable {
  /// Why the button holds everything back.
  enum Hold: Sendable, Equatable {
    case pressed(TaskID)
    /// It is not known whether the button is pressed.
    case unreadable
  }

  /// The task that presses it, as far as the polls have shown.
  private(set) var presser: TaskID?
  /// Polls in a row that did not show it pressed.
  private var missed = 0
  /// What was reported last; nil when the release was reported, or nothing was.
  private(set) var told: Hold?

  mutating func tell(_ hold: Hold?) { told = hold }

  /// An open task of the button was seen.
  mutating func press(by task: TaskID) {
    presser = task
    missed = 0
  }

  /// Takes in a complete poll that showed the button pressed by `task`, or not pressed.
  ///
  /// It takes two polls without the task to release the button, because the list shrinks while it is read.
  mutating func finishPoll(pressedBy task: TaskID?) {
    if let task { return press(by: task) }
    missed += 1
    if missed >= 2 { presser = nil }
  }
}
