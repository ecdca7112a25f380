/// What of a limit is left to others.
struct Headroom: Sendable, Equatable {
  /// False where only those are known of who are there at present.
  var isKnown = false
  /// How many more may come before ours give way.
  var reserve = 0
  /// The most to leave.
  var most = 0
  /// What they are thought to hold at least, where the server's count is not seen.
  var least = 0

  /// Of `whole` tokens, those that ours leave alone while others hold `present`.
  func tokens(of whole: Int, present: Int) -> Int {
    isKnown || present > 0 ? min(max(present, least) + reserve, most, whole - 1) : 0
  }
}
