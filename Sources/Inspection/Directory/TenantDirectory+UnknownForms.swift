import Records
import YAML

/// What is not known of the forms of steps.
extension TenantDirectory {
  /// Of which steps the form is not known, in a sentence; nil where all are known.
  package var unknownForms: String? {
    unknownForms(of: steps.keys).map {
      "\($0.forms) \($0.areSeveral ? "are" : "is") not known yet; the daemon learns them by and by"
    }
  }

  /// The forms of these steps that are not known, though a task was seen on each, in words: of the first, and of how many
  /// more; nil where there are none.
  func unknownForms(of steps: some Sequence<StepName>) -> (forms: String, areSeveral: Bool)? {
    let unknown = steps.filter { self.steps[$0] != nil && forms[$0] == nil }
    guard let first = unknown.min() else { return nil }
    guard unknown.count > 1 else { return ("the form of \(first.inWords)", false) }
    return ("the forms of \(first.inWords) and of \((unknown.count - 1).counted("other step"))", true)
  }
}

extension StepName {
  /// A step in a sentence: `step 'Approve' of 'Quote'`.
  var inWords: String { "step \(step.quotedForMessage) of \(workflow.quotedForMessage)" }
}
