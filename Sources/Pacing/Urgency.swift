/// Whether a request may go before its turn in the pace.
package enum Urgency: Sendable, Hashable {
  /// As soon as the limit allows: overdue work, fresh looks, whatever a person waits for.
  case urgent
  /// At an even pace, with room left for urgent work.
  case background
}
