/// What the index uses to tell rules apart: the text fields of a task, and three small groups of states.
enum IndexField: UInt8, CaseIterable {
  case workflow, step, entityType, status, entityID, entityLabel, userName, userID, groupName, groupID
  /// Whether it is escalated and whether it is overdue.
  case flags
  /// Whether there is a user and whether there is a group.
  case people
  /// Where the due date stands against now.
  case due

  /// The fields that hold text come first.
  static let textCount = 10

  var holdsText: Bool { Int(rawValue) < Self.textCount }

  /// The field's place in a set of fields.
  var bit: UInt16 { 1 << UInt16(rawValue) }

  /// How many states there are, for a field that holds no text.
  var stateCount: Int {
    switch self {
    case .flags, .people: 9
    case .due: DueState.allCases.count
    default: 0
    }
  }

  init(_ field: TextField) {
    switch field {
    case .workflow: self = .workflow
    case .step: self = .step
    case .status: self = .status
    case .entityType: self = .entityType
    case .entityID: self = .entityID
    case .entityLabel: self = .entityLabel
    }
  }

  static func name(of field: AssigneeField) -> Self { field == .user ? .userName : .groupName }
  static func id(of field: AssigneeField) -> Self { field == .user ? .userID : .groupID }
}

/// Where a due date stands against now; within a second on either side this is left open.
enum DueState: Int, CaseIterable {
  case unknown, none, past, near, future
}

/// The numbers that a text can have in the index, apart from texts that rules name.
enum TextNumber {
  static let unknown: UInt32 = 0
  static let none: UInt32 = 1
  /// Any text that no rule names.
  static let other: UInt32 = 2
  /// The first number of a text that a rule names.
  static let first: UInt32 = 3
}

extension Truth {
  /// 0, 1, 2 for no, unknown, yes.
  var rank: Int {
    switch self {
    case .no: 0
    case .unknown: 1
    case .yes: 2
    }
  }

  init(rank: Int) { self = rank == 0 ? .no : rank == 1 ? .unknown : .yes }
}
