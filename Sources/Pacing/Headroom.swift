/// How much of a limit is left to others.
struct Headroom: Sendable, Equatable {
  /// False where only the present use by others is known.
  var isKnown = false
  /// How many more requests of others may come before ours give way.
  var reserve = 0
  /// The most to leave.
  var most = 0
  /// What they probably hold at least, where the server's count is not seen.
  var least = 0

  /// How many of `whole` tokens our requests leave alone while others hold `present`.
  func tokens(of whole: Int, present: Int) -> Int {
    isKnown || present > 0 ? min(max(present, least) + reserve, most, whole - 1) : 0
  }
}
