/// What a condition says about the fields of the index.
struct IndexMentions {
  /// The fields that it tests.
  var fields: UInt16 = 0
  /// Fields with a glob or a regular expression.
  var patterned: UInt16 = 0
  /// Fields with a glob.
  var globbed: UInt16 = 0
  /// The texts that it names.
  var texts: [(field: IndexField, text: String)] = []
  /// True when states of fields cannot decide all of it, because it asks for a length of time or for the task's detail.
  var hasMore = false
  /// True when some of it needs the task's detail.
  var usesDetails = false

  /// True when the numbers of one field decide the condition, where that field is known.
  var isExact: Bool { !hasMore && patterned == 0 && fields.nonzeroBitCount == 1 }

  var onlyField: IndexField? {
    fields.nonzeroBitCount == 1 ? IndexField(rawValue: UInt8(fields.trailingZeroBitCount)) : nil
  }

  init(_ condition: Condition) { add(condition) }

  private mutating func add(_ condition: Condition) {
    switch condition {
    case .all(let conditions), .any(let conditions), .none(let conditions):
      for condition in conditions { add(condition) }
    case .fact(_, let condition): add(condition)
    case .test(.text(let field, let test)): add(test, IndexField(field))
    case .test(.assignee(let field, let test)): add(test, field)
    case .test(.flag(let flag, _)): fields |= flag.indexField.bit
    case .test(.time(let test)):
      hasMore = true
      if test.field != .age { fields |= IndexField.due.bit }
    case .test(.value), .test(.previousResult), .test(.resultAvailable):
      hasMore = true
      usesDetails = true
    }
  }

  private mutating func add(_ test: TextTest, _ field: IndexField) {
    fields |= field.bit
    switch test {
    case .equals(let text): texts.append((field, text))
    case .like:
      patterned |= field.bit
      globbed |= field.bit
    case .matches: patterned |= field.bit
    case .not(let test): add(test, field)
    case .anyOf(let tests): for test in tests { add(test, field) }
    }
  }

  private mutating func add(_ test: AssigneeTest, _ field: AssigneeField) {
    switch test {
    case .name(let test): add(test, .name(of: field))
    case .id(let id): add(.equals(id), .id(of: field))
    case .not(let test): add(test, field)
    case .anyOf(let tests): for test in tests { add(test, field) }
    }
  }
}

extension FlagField {
  var indexField: IndexField {
    switch self {
    case .escalated, .overdue: .flags
    case .unassigned, .hasUser, .hasGroup: .people
    case .hasDueDate: .due
    }
  }
}
