extension TaskDetails {
  /// Why a task that can be completed with one of `results` cannot be with `result`, in words for people; nil where it
  /// can.
  package static func problem(of result: String, among results: [String]) -> String? {
    if results.contains(result) { return nil }
    let known = results.isEmpty ? "it has none" : results.map { "'\($0)'" }.joined(separator: ", ")
    return "result '\(result)' is not among the task's results (\(known))"
  }
}
