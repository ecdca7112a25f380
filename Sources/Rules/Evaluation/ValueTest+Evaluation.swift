extension ValueTest {
  /// The truth of the test for `task`: all comparisons must hold.
  ///
  /// Unknown without the detail, where the step or field is missing, and where the value cannot be read as its type. A
  /// stated null compares as false. `exists` is known as soon as the detail is: it is false for a field that is missing
  /// or null. It is unknown only where a step, a field or the form could not be read.
  package func evaluate(_ task: TaskView) -> Truth {
    guard let details = task.details else { return .unknown }
    let found = details.content(at: place)
    return comparisons.truthOfAll { $0.evaluate(found, as: type) }
  }
}

extension TaskDetails {
  /// What a place holds.
  enum Found {
    /// It could not be read whether there is such a field.
    case unreadable
    case absent
    case content(FieldContent)
  }

  func content(at place: ValueTest.Place) -> Found {
    switch place {
    case .captured(let step, let field):
      guard let record = lastRecord(of: step) else { return lacks(step) ? .absent : .unreadable }
      return Found(record.captured[field], isWhole: record.isWhole)
    case .form(let field):
      return form.map { Found($0[field], isWhole: true) } ?? .unreadable
    }
  }
}

extension TaskDetails.Found {
  /// - Parameter isWhole: Whether missing content means that there is no such field.
  fileprivate init(_ content: FieldContent?, isWhole: Bool) {
    self =
      switch content {
      case nil: isWhole ? .absent : .unreadable
      case .unreadable: .unreadable
      case let content?: .content(content)
      }
  }
}

extension ValueTest.Comparison {
  fileprivate func evaluate(_ found: TaskDetails.Found, as type: ValueType) -> Truth {
    if case .exists(let wanted) = self {
      switch found {
      case .unreadable: return .unknown
      case .absent: return Truth(!wanted)
      case .content(let content): return Truth((content != .null) == wanted)
      }
    }
    guard case .content(let content) = found else { return .unknown }
    switch content.read(as: type) {
    case .unknown: return .unknown
    case .none: return .no
    case .value(let value): return holds(for: value)
    }
  }

  /// Unknown for a comparison that the value's type does not support.
  func holds(for value: TypedValue) -> Truth {
    switch self {
    case .oneOf(let values): values.truthOfAny { $0.isSameType(as: value) ? Truth($0 == value) : .unknown }
    case .like(let glob): value.text.map { Truth(glob.matches($0)) } ?? .unknown
    case .matches(let pattern): value.text.map { TextTest.matches(pattern).evaluate(.value($0)) } ?? .unknown
    case .atLeast(let bound): value.isLess(than: bound)?.negated ?? .unknown
    case .atMost(let bound): bound.isLess(than: value)?.negated ?? .unknown
    case .moreThan(let bound): bound.isLess(than: value) ?? .unknown
    case .lessThan(let bound): value.isLess(than: bound) ?? .unknown
    case .exists(let wanted): Truth(wanted)
    }
  }
}

extension TypedValue {
  var text: String? { if case .text(let text) = self { text } else { nil } }

  func isSameType(as other: TypedValue) -> Bool {
    switch (self, other) {
    case (.text, .text), (.decimal, .decimal), (.boolean, .boolean), (.date, .date): true
    default: false
    }
  }

  /// Whether this value is less; nil where there is no order: for texts, booleans, and values of two types.
  func isLess(than other: TypedValue) -> Truth? {
    switch (self, other) {
    case (.decimal(let left), .decimal(let right)): Truth(left < right)
    case (.date(let left), .date(let right)): Truth(left < right)
    default: nil
    }
  }
}
