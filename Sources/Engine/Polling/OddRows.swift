import GeoTareas

/// The rows of a poll of which something cannot be read that a task cannot do without.
///
/// They are left alone; the others go on.
struct OddRows: Sendable, Equatable {
  /// What is wrong with a task's row, wherever it stands.
  struct Fault: Sendable, Hashable {
    var task: TaskID
    var part: RowFault.Part
    var isMissing: Bool
  }

  /// More tasks than these are only counted.
  static let most = 500
  /// So many rows without a task are told by their place.
  private static let mostPlaces = 5

  /// In the order of their rows.
  private(set) var tasks: [Fault] = []
  private var known: Set<Fault> = []
  /// Rows of which not even the task can be read, in words.
  private(set) var places: [String] = []
  /// How many such rows there are.
  private(set) var nameless = 0
  private var rest = 0

  /// How many rows there are in all.
  var count: Int { tasks.count + nameless + rest }

  /// Takes in what is wrong with a row; its place is counted from the first row of the list.
  mutating func note(_ fault: RowFault, of query: TaskQuery) {
    guard let task = fault.task else {
      nameless += 1
      if places.count < Self.mostPlaces { places.append(fault.inWords(query)) }
      return
    }
    add(Fault(task: task, part: fault.part, isMissing: fault.isMissing))
  }

  private mutating func add(_ fault: Fault) {
    // A task may stand in several lists, and on several pages.
    if known.contains(fault) { return }
    guard tasks.count < Self.most else {
      rest += 1
      return
    }
    known.insert(fault)
    tasks.append(fault)
  }
}

extension RowFault {
  fileprivate func inWords(_ query: TaskQuery) -> String {
    let what =
      switch part {
      case .row: "no object"
      case .size: "larger than an answer may be"
      case .answer: "the server fails to give it"
      default: part.inWords(isMissing: isMissing)
      }
    return "the row at offset \(place) of \(query.inWords) (\(what))"
  }
}

extension RowFault.Part {
  func inWords(isMissing: Bool) -> String { isMissing ? "without '\(rawValue)'" : "'\(rawValue)'" }
}

extension TaskQuery {
  /// What is listed, for people.
  var inWords: String {
    [status, overdueOnly ? "overdue" : nil, entityType].compactMap(\.self).joined(separator: " ") + " tasks"
  }
}
