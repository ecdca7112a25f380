extension Dictionary {
  /// Removes what is not kept.
  ///
  /// A table in which everything is kept, the usual case, is not copied.
  mutating func prune(keeping kept: (Key, Value) -> Bool) {
    guard contains(where: { !kept($0.key, $0.value) }) else { return }
    self = filter { kept($0.key, $0.value) }
  }
}
