package import CalendarTime

/// Users or groups among whom tasks are divided.
package struct Pool: Sendable, Equatable {
  package enum Pick: String, Sendable, CaseIterable {
    case roundRobin = "round_robin"
    case leastLoaded = "least_loaded"
    case weighted
  }

  package struct Member: Sendable, Hashable {
    package var target: Reassignment.Assignee
    package var note: String?
    /// How many shares the member gets; 1 by default.
    package var weight: Int
    /// The first and last day of each absence, both included, in the tenant's zone.
    package var away: [ClosedRange<CivilDate>]
    /// The most open tasks that the member may have.
    package var maxOpen: Int?

    package init(
      target: Reassignment.Assignee, note: String? = nil, weight: Int = 1, away: [ClosedRange<CivilDate>] = [],
      maxOpen: Int? = nil
    ) {
      self.target = target
      self.note = note
      self.weight = weight
      self.away = away
      self.maxOpen = maxOpen
    }
  }

  package var name: String
  package var pick: Pick
  package var members: [Member]
  /// True when a tie goes to the member who has waited longest for a task of this pool; otherwise the first in the list
  /// wins.
  package var prefersLongestIdle: Bool
  /// Who gets the task when no member can; nil leaves it where it is.
  package var ifNobody: Reassignment.Assignee?

  package init(
    name: String, pick: Pick, members: [Member], prefersLongestIdle: Bool = false,
    ifNobody: Reassignment.Assignee? = nil
  ) {
    self.name = name
    self.pick = pick
    self.members = members
    self.prefersLongestIdle = prefersLongestIdle
    self.ifNobody = ifNobody
  }
}
