/// A person's word that a lost, restored or rolled-back journal is to be used: it goes into the trail.
package struct Acceptance: Sendable, Equatable {
  package var who: String
  package var why: String

  package init(who: String, why: String) {
    self.who = who
    self.why = why
  }
}
