/// An action with everything filled in that depends on the task and the time.
package enum RenderedAction: Sendable, Equatable {
  case complete(result: String, capturedData: [RenderedField], comment: RenderedComment?)
  case reassign(Reassignment, comment: RenderedComment?)
}

/// A comment with its references filled in.
package struct RenderedComment: Sendable, Equatable, ExpressibleByStringLiteral {
  package var text: String
  /// What stands for it where actions are compared; nil without references.
  ///
  /// That a name in the comment has changed makes no other action of it.
  package var template: String?

  package init(_ text: String, template: String? = nil) {
    self.text = text
    self.template = template
  }

  package init(stringLiteral text: String) { self.init(text) }
}

/// One entry of `captured_data` with its value.
package struct RenderedField: Sendable, Equatable {
  package var name: String
  package var value: Scalar
  /// How the value was taken from the clock; nil where the time does not change it.
  package var clock: String?

  package init(name: String, value: Scalar, clock: String? = nil) {
    self.name = name
    self.value = value
    self.clock = clock
  }
}

/// The result of filling in an action.
package enum Rendering: Sendable, Equatable {
  case ready(RenderedAction)
  /// A value is missing, and the rule says to leave the task alone in that case; the reason in words for people.
  case skip(String)
  /// A value is missing, and the rule says to report that; the reason in words for people.
  case fail(String)
}
