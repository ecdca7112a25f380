import Patterns
import Rules

/// A pattern and a subject, divided by a zero byte: bounded work, and the same answer twice.
enum PatternsInput {
  static func run(_ bytes: [UInt8]) {
    let parts = bytes.texts(2)
    if let pattern = try? Pattern(parts[0]) {
      require(pattern.matches(parts[1]) == pattern.matches(parts[1]), "two answers to one question")
    }
    if let glob = try? Glob(parts[0]) {
      _ = glob.matches(parts[1])
    }
  }
}
