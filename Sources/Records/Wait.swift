package import Foundation

/// Something that waits longer than usual: why, since when, until when, and what a person can do.
package struct Wait: Sendable, Equatable, Codable {
  /// What stands still: one of ``What``, an endpoint, or a task.
  package var what: String
  /// The task, if it is one that waits.
  package var task: String?
  package var why: String
  package var since: Date?
  /// When it is tried again; nil where only a person can make it go on.
  package var until: Date?
  /// What a person can do.
  package var advice: String
  /// True where it does not heal by itself, even though it is tried again.
  package var needsPerson: Bool

  package init(
    what: String, task: String? = nil, why: String, since: Date?, until: Date?, advice: String,
    needsPerson: Bool = false
  ) {
    self.what = what
    self.task = task
    self.why = why
    self.since = since
    self.until = until
    self.advice = advice
    self.needsPerson = needsPerson
  }

  /// Reads what the journal keeps.
  ///
  /// Entries of earlier versions do not say whether a person is needed.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    what = try values.decode(String.self, forKey: .what)
    task = try values.decodeIfPresent(String.self, forKey: .task)
    why = try values.decode(String.self, forKey: .why)
    since = try values.decodeIfPresent(Date.self, forKey: .since)
    until = try values.decodeIfPresent(Date.self, forKey: .until)
    advice = try values.decode(String.self, forKey: .advice)
    needsPerson = try values.decodeIfPresent(Bool.self, forKey: .needsPerson) ?? false
  }
}

extension Wait {
  /// What stands still where it is more than an endpoint or a task; the words are kept, so they never change.
  package enum What {
    package static let everything = "everything"
    package static let list = "reading the list"
    package static let details = "reading single tasks"
    package static let writes = "all effects"
  }
}
