import GeoTareas
import Pacing

/// A task in the tenant itself that stops all effects while it is open: people there press it by opening one.
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

/// What is known of the stop button.
struct ButtonWatch: Sendable, Equatable {
  /// Why the button holds everything back.
  enum Hold: Sendable, Equatable {
    case pressed(TaskID)
    /// Not known whether it is pressed.
    case unreadable
  }

  /// The task that presses it, as far as the polls have shown.
  private(set) var presser: TaskID?
  /// Polls in a row that did not show it pressed.
  private var missed = 0
  /// What was told last; nil when it was told to be released, or nothing was.
  var told: Hold?

  /// An open task of the button was seen.
  mutating func press(by task: TaskID) {
    presser = task
    missed = 0
  }

  /// A complete poll has ended that showed the button pressed by `task`, or by none.
  ///
  /// Absence from one poll is no fact, as the list shrinks while it is read: it takes two of them to release it.
  mutating func finishPoll(pressedBy task: TaskID?) {
    if let task { return press(by: task) }
    missed += 1
    if missed >= 2 { presser = nil }
  }
}
