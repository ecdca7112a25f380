package import Foundation

/// Something that waits longer than usual: why, since when, until when, and what a person can do.
package struct Wait: Sendable, Equatable, Codable {
  /// What stands still: "everything", "completing", or a task.
  package var what: String
  /// The task, if it is one that waits.
  package var task: String?
  package var why: String
  package var since: Date?
  /// When it is tried again; nil where only a person can make it go on.
  package var until: Date?
  /// What a person can do.
  package var advice: String

  package init(what: String, task: String? = nil, why: String, since: Date?, until: Date?, advice: String) {
    self.what = what
    self.task = task
    self.why = why
    self.since = since
    self.until = until
    self.advice = advice
  }
}
