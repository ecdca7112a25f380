import CalendarTime
package import Foundation

extension Action {
  /// Fills in references, templates and times for `task` at `now`; the time is shown in the task's zone.
  ///
  /// What a template refers to must be there, as with `if_missing: skip_task`. A default is used only where the detail
  /// was read. Where one value says skip and another fail, the result is fail. Texts longer than the API takes are
  /// fail. Source of the lengths: the vendor's page "Workflow Tasks".
  package func rendered(for task: TaskView, at now: Date) -> Rendering {
    switch self {
    case .complete(let completion): return completion.rendered(for: task, at: now)
    case .reassign(let reassignment):
      guard let template = reassignment.comment else { return .ready(.reassign(reassignment, comment: nil)) }
      switch template.comment(for: task, atMost: 500) {
      case .ready(let comment): return .ready(.reassign(reassignment, comment: comment))
      case .skip(let why): return .skip(why)
      case .fail(let why): return .fail(why)
      }
    }
  }
}

/// The longest texts that the API takes, in UTF-16 units: of all ways in which a server may count, the one that gives
/// most.
enum TextLimit {
  /// The most bytes of UTF-8 that a filled-in template may have.
  static let template = 4_096

}

extension Template {
  fileprivate enum Comment {
    case ready(RenderedComment)
    case skip(String)
    case fail(String)
  }

  /// The text as a comment.
  fileprivate func comment(for task: TaskView, atMost limit: Int) -> Comment {
    switch rendered(for: task) {
    case .value(.text(let text)):
      let length = text.utf16.count
      guard length <= limit else {
        return .fail("the comment has \(length) characters; the API takes at most \(limit)")
      }
      return .ready(RenderedComment(text, template: hasReferences ? canonical : nil))
    case .value: return .fail("the comment is no text")
    case .skip(let why): return .skip("comment: \(why)")
    case .fail(let why): return .fail("comment: \(why)")
    }
  }
}

extension Completion {
  fileprivate func rendered(for task: TaskView, at now: Date) -> Rendering {
    if result.utf16.count > 80 {
      return .fail("the result code has \(result.utf16.count) characters; the API takes at most 80")
    }
    var fields: [RenderedField] = []
    var skipped: String?
    var said: RenderedComment?
    switch comment?.comment(for: task, atMost: 2_000) {
    case nil: break
    case .ready(let comment): said = comment
    case .skip(let why): skipped = why
    case .fail(let why): return .fail(why)
    }
    for field in capturedData {
      switch field.value.rendered(for: task, at: now) {
      case .value(let value):
        fields.append(RenderedField(name: field.name, value: value, clock: field.value.clock))
      case .fail(let why): return .fail("field '\(field.name)': \(why)")
      case .skip(let why): skipped = skipped ?? "field '\(field.name)': \(why)"
      }
    }
    if let skipped { return .skip(skipped) }
    return .ready(.complete(result: result, capturedData: fields, comment: said))
  }
}

/// The result of filling in one value.
package enum RenderedValue: Equatable {
  case value(Scalar)
  case skip(String)
  case fail(String)
}

extension FieldValue {
  func rendered(for task: TaskView, at now: Date) -> RenderedValue {
    switch self {
    case .literal(let scalar): .value(scalar)
    case .captured(let reference): reference.rendered(for: task)
    case .text(let template): template.rendered(for: task)
    case .today: .value(.text(CivilDate(now, in: task.zone).description))
    case .now: .value(.text(CivilTime(now, in: task.zone).description))
    }
  }
}

extension CapturedReference {
  fileprivate func rendered(for task: TaskView) -> RenderedValue {
    guard let details = task.details else { return .skip("the detail of the task was not read") }
    let place = "\(step).\(field)"
    let why: String
    switch details.content(at: .captured(step: step, field: field)) {
    case .unreadable:
      // A default is only for a value that is known to be missing.
      if case .fail = ifMissing { return .fail("\(place) cannot be read") }
      return .skip("\(place) cannot be read")
    case .absent: why = "\(place) is not there"
    case .content(.null): why = "\(place) is empty"
    case .content(let content):
      if let value = content.scalar(as: type) { return .value(value) }
      why = "\(place) cannot be read as \(type.rawValue)"
    }
    switch ifMissing {
    case .skipTask: return .skip(why)
    case .fail: return .fail(why)
    case .use(let value): return .value(value)
    }
  }
}

extension FieldContent {
  /// The content as it is sent on: text and dates as they came, decimals with their own digits.
  fileprivate func scalar(as type: ValueType) -> Scalar? {
    guard case .value(let value) = read(as: type) else { return nil }
    switch (value, self) {
    case (.text(let text), _): return .text(text)
    case (.boolean(let flag), _): return .boolean(flag)
    case (.decimal(let number), _) where type == .number: return .number(number)
    case (.decimal, .text(let digits)), (.decimal, .number(let digits)):
      // Write out a power of ten, because neither a text field nor a person would accept it.
      let isPlain = digits.utf8.allSatisfy { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
      return isPlain ? .decimal(digits) : Decimal.plain(digits, allowsExponent: true).map { .decimal($0) }
    case (.date, .text(let text)): return .text(text)
    default: return nil
    }
  }
}
