package import GeoTareas

/// A step of a workflow, by the names rules use.
package struct StepName: Sendable, Hashable, Comparable {
  package var workflow: String
  package var step: String

  package init(workflow: String, step: String) {
    self.workflow = workflow
    self.step = step
  }

  /// The step of a task; nil when the server left out a part of it.
  package init?(_ task: WorkflowTask) {
    guard let workflow = task.workflowName.value, let step = task.stepName.value else { return nil }
    self.init(workflow: workflow, step: step)
  }

  package static func < (left: StepName, right: StepName) -> Bool {
    (left.workflow, left.step) < (right.workflow, right.step)
  }
}
