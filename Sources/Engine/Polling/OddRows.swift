import GeoTareas
import Records

/// The rows of a poll in which something essential cannot be read.
///
/// Those tasks are left alone; the others go on.
struct OddRows: Sendable, Equatable {
  /// What is wrong with a task's row, whatever its place.
  struct Fault: Sendable, Hashable {
    var task: TaskID
    var part: RowFault.Part
    var isMissing: Bool
  }

  /// The most tasks that are named; further ones are only counted.
  static let most = 500
  /// The most rows without a task that are reported with their place.
  private static let mostPlaces = 5

  /// The faults, in the order of their rows.
  private(set) var tasks: [Fault] = []
  private var known: Set<Fault> = []
  /// Rows in which not even the task's id can be read.
  private(set) var places: [Report.OddRow] = []
  /// How many such rows there are.
  private(set) var nameless = 0
  private var rest = 0

  /// How many odd rows there are in all.
  var count: Int { tasks.count + nameless + rest }

  /// Takes in what is wrong with a row; its place counts from the first row of the list.
  mutating func note(_ fault: RowFault, of query: TaskQuery) {
    guard let task = fault.task else {
      nameless += 1
      if places.count < Self.mostPlaces { places.append(.place(fault, of: query)) }
      return
    }
    add(Fault(task: task, part: fault.part, isMissing: fault.isMissing))
  }

  private mutating func add(_ fault: Fault) {
    // A task may appear in several lists, and on several pages.
    if known.contains(fault) { return }
    guard tasks.count < Self.most else {
      rest += 1
      return
    }
    known.insert(fault)
    tasks.append(fault)
  }
}
