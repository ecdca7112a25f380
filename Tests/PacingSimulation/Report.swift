/// What came of a run, or of several in the mean.
package struct Report: Sendable {
  /// Accepted requests of ours, as a share of what the limit and the others left.
  package var use = 0.0
  /// Refused requests of ours.
  package var refusals = 0.0
  /// The longest an urgent item waited for its arrival, in seconds.
  package var worstWait = 0.0
  /// The same for items that came without a crowd: with one other at most in the time in which two tokens come back.
  package var worstWaitOfTwo = 0.0
  /// Most of our requests that arrived in any window.
  package var peak = 0
  /// The share of others' requests that were refused.
  package var foreignRefused = 0.0

  package init() {}

  /// The means of several runs; the longest wait and the highest peak of them all.
  package init(mean reports: [Report]) {
    let count = Double(max(1, reports.count))
    use = reports.reduce(0) { $0 + $1.use } / count
    refusals = reports.reduce(0) { $0 + $1.refusals } / count
    worstWait = reports.map(\.worstWait).max() ?? 0
    worstWaitOfTwo = reports.map(\.worstWaitOfTwo).max() ?? 0
    peak = reports.map(\.peak).max() ?? 0
    foreignRefused = reports.reduce(0) { $0 + $1.foreignRefused } / count
  }
}
