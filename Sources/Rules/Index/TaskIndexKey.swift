package import Foundation

/// What the index needs to know about a task, in numbers; made once when the task is read, and valid for every `now`.
///
/// It belongs to the session that made it. In another session it means nothing.
package struct TaskIndexKey: Sendable {
  enum Moment: UInt8, Sendable { case unknown, none, known }

  /// For each text field: a ``TextNumber``, the number of a text that rules name, or a larger number for another text.
  var numbers = InlineArray<10, UInt32>(repeating: TextNumber.unknown)
  /// The fields that are not known; `flags` and `due` depend on the time.
  var unknown: UInt16 = 0
  /// State of ``IndexField/people``.
  var people: UInt8 = 0
  package private(set) var escalated = Truth.unknown
  package private(set) var listedAsOverdue = false
  var dueKnown = Moment.unknown
  var createdKnown = Moment.unknown
  /// Seconds of ``Foundation/Date/timeIntervalSinceReferenceDate``.
  var due = 0.0
  var created = 0.0

  /// Reads the parts of a task that are not text.
  init(_ task: TaskView) {
    let user = task.assignedUser.exists
    let group = task.assignedGroup.exists
    people = UInt8(user.rank * 3 + group.rank)
    if user == .unknown || group == .unknown { unknown |= IndexField.people.bit }
    escalated = task.escalated.value.map { Truth($0) } ?? .unknown
    listedAsOverdue = task.listedAsOverdue
    (dueKnown, due) = Self.moment(task.due)
    (createdKnown, created) = Self.moment(task.created)
  }

  package var dueDate: Known<Date> { Self.date(due, dueKnown) }

  package var creationDate: Known<Date> { Self.date(created, createdKnown) }

  mutating func set(_ field: IndexField, _ number: UInt32) {
    numbers[Int(field.rawValue)] = number
    if number == TextNumber.unknown { unknown |= field.bit }
  }

  func overdue(at now: Double) -> Truth {
    if listedAsOverdue { return .yes }
    switch dueKnown {
    case .unknown: return .unknown
    case .none: return .no
    case .known: return Truth(due < now)
    }
  }

  func dueState(at now: Double) -> DueState {
    switch dueKnown {
    case .unknown: .unknown
    case .none: .none
    case .known: due < now - 1 ? .past : due > now + 1 ? .future : .near
    }
  }

  private static func moment(_ date: Known<Date>) -> (Moment, Double) {
    switch date {
    case .unknown: (.unknown, 0)
    case .none: (.none, 0)
    case .value(let date): (.known, date.timeIntervalSinceReferenceDate)
    }
  }

  private static func date(_ seconds: Double, _ moment: Moment) -> Known<Date> {
    switch moment {
    case .unknown: .unknown
    case .none: .none
    case .known: .value(Date(timeIntervalSinceReferenceDate: seconds))
    }
  }
}

/// A task with its key: what an answer of the list should be decoded to.
///
/// It belongs to the index that made it. With another one the answers mean nothing.
package struct IndexedTask: Sendable {
  package private(set) var view: TaskView
  package let key: TaskIndexKey

  /// The task's detail, which may be filled in at any time.
  package var details: TaskDetails? {
    get { view.details }
    set { view.details = newValue }
  }

  /// A task with the key that it got when it was read.
  ///
  /// Keeping the small key is enough where the view can be made again.
  package init(view: TaskView, key: TaskIndexKey) {
    self.view = view
    self.key = key
  }
}
