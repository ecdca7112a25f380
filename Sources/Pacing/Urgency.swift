/// Whether a request may go ahead of the even pace.
package enum Urgency: Sendable, Hashable {
  /// As soon as the limit allows: overdue work, looks, and whatever a person waits for.
  case urgent
  /// At an even pace, with room left for urgent work.
  case background
}
