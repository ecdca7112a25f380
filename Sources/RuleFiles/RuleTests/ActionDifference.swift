import Foundation
import Rules

/// Compares an action with what a test expects, field by field.
struct ActionDifference {
  let zone: TimeZone

  /// One line for each field that differs.
  func lines(_ expected: RuleTest.ExpectedAction, _ actual: RenderedAction, _ choice: PoolChoice?) -> [String] {
    switch (expected, actual) {
    case (.complete(let result, let fields, let comment, let isExact), .complete(let code, let data, let said)):
      var lines: [String] = []
      if let result, result != code { lines.append("result: expected \(shown(result)), got \(shown(code))") }
      for field in fields { lines += line(field.name, field.value, data.first { $0.name == field.name }?.value) }
      if isExact {
        for field in data where !fields.contains(where: { $0.name == field.name }) {
          lines.append("captured_data.\(field.name): expected nothing, got \(shown(field.value))")
        }
      }
      return lines + self.comment(comment, said?.text, isExact)
    case (.reassign(let assignee, let pool, let comment), .reassign(let reassignment, let said)):
      var lines: [String] = []
      let target = self.assignee(reassignment, choice)
      if let assignee, assignee != target {
        lines.append("reassign: expected \(assignee.described), got \(target?.described ?? "nobody")")
      }
      let name = if case .pool(let pool) = reassignment.target { pool.name } else { String?.none }
      if let pool, pool != name { lines.append("pool: expected '\(pool)', got \(name.map { "'\($0)'" } ?? "none")") }
      return lines + self.comment(comment, said?.text, false)
    case (.complete, .reassign): return ["action: expected complete, got \(words(actual, choice))"]
    case (.reassign, .complete): return ["action: expected reassign, got \(words(actual, choice))"]
    }
  }

  /// The action in a few words.
  func words(_ action: RenderedAction, _ choice: PoolChoice?) -> String {
    switch action {
    case .complete(let result, let data, _):
      let fields = data.map { "\($0.name): \(shown($0.value))" }.joined(separator: ", ")
      return "complete with \(shown(result))" + (fields.isEmpty ? "" : ", \(fields)")
    case .reassign(let reassignment, _): return "reassign to \(assignee(reassignment, choice)?.described ?? "nobody")"
    }
  }

  private func assignee(_ reassignment: Reassignment, _ choice: PoolChoice?) -> Reassignment.Assignee? {
    switch (reassignment.target, choice) {
    case (.user(let id), _): .user(id: id)
    case (.group(let id), _): .group(id: id)
    case (.pool, .member(let assignee)), (.pool, .stand(let assignee)): assignee
    case (.pool, _): nil
    }
  }

  private func line(_ name: String, _ expected: Scalar?, _ actual: Scalar?) -> [String] {
    switch (expected, actual) {
    case (nil, nil): return []
    case (let expected?, let actual?) where expected.isSame(as: actual): return []
    default:
      let wanted = expected.map(shown) ?? "nothing"
      return ["captured_data.\(name): expected \(wanted), got \(actual.map(shown) ?? "nothing")"]
    }
  }

  private func comment(_ expected: String?, _ actual: String?, _ isExact: Bool) -> [String] {
    guard isExact || expected != nil, expected != actual else { return [] }
    return ["comment: expected \(expected.map(shown) ?? "nothing"), got \(actual.map(shown) ?? "nothing")"]
  }

  private func shown(_ text: String) -> String { text.debugDescription }

  private func shown(_ value: Scalar) -> String {
    switch value {
    case .text(let text): shown(text)
    case .decimal(let digits): "\"\(digits)\""
    case .number(let number): "\(number)"
    case .boolean(let value): "\(value)"
    }
  }
}

extension Scalar {
  /// True when a value in a test stands for this value: text and decimals are compared by characters, numbers by
  /// amount.
  fileprivate func isSame(as actual: Scalar) -> Bool {
    switch (self, actual) {
    case (.text(let wanted), .text(let text)), (.text(let wanted), .decimal(let text)): wanted == text
    case (.number(let wanted), .number(let number)): wanted == number
    case (.number(let wanted), .decimal(let digits)): Decimal(string: digits, locale: nil) == wanted
    case (.boolean(let wanted), .boolean(let value)): wanted == value
    default: false
    }
  }
}
