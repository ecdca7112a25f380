import Pacing

extension Int {
  /// The number with its noun, as in "1 task" and "2 tasks".
  ///
  /// - Parameter plural: The noun for several, where it does not end in "s" alone.
  package func counted(_ noun: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}

extension Duration {
  /// In seconds, minutes or days, for people.
  package var inWords: String {
    let seconds = inSeconds
    if seconds < 1 { return "\(Int(seconds * 1_000)) ms" }
    if seconds < 120 {
      return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(Double(Int(seconds * 10)) / 10) s"
    }
    return seconds < 172_800 ? "\(Int(seconds / 60)) min" : "\(Int(seconds / 86_400)) days"
  }
}
