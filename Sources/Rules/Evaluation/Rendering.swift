/// An action with everything filled in that depends on the task and the time.
package enum RenderedAction: Sendable, Equatable {
  case complete(result: String, capturedData: [RenderedField], comment: String?)
  case reassign(Reassignment)
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
