extension Dictionary {
  /// Forgets what is not kept; a table in which all is kept, as is usual, stays where it is.
  mutating func prune(keeping kept: (Key, Value) -> Bool) {
    guard contains(where: { !kept($0.key, $0.value) }) else { return }
    self = filter { kept($0.key, $0.value) }
  }
}
