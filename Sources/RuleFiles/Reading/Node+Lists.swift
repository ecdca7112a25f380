import YAML

extension Node {
  /// What to do where one map was expected and a list of maps stands there; nil for anything else.
  var listAdvice: String? {
    guard case .sequence(let items) = content, let first = items.first, first.isMapping else { return nil }
    if isFlow { return "take the brackets away" }
    return items.count == 1 ? "take the dash away" : "take the dashes away"
  }

  /// What to do where a list was expected and a map stands there; nil for anything else.
  ///
  /// - Parameters:
  ///   - key: The key by which each entry of the list is told from the others.
  ///   - keys: All keys of an entry.
  func mapAdvice(_ key: String, _ keys: KeyMap) -> String? {
    guard case .mapping(let entries) = content, let first = entries.first else { return nil }
    if keys.contains(first.key.text) {
      return isFlow ? "put it in brackets: [ { … } ]" : "put '- ' before its first key"
    }
    guard first.value.isMapping else { return nil }
    return "write - \(key): \(first.key.text)"
  }
}
