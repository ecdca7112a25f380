import GeoTareas
import Records

/// What is said about reading the tasks.
extension Report.PollFailure {
  var telling: Telling {
    switch self {
    case .list(let why, let retry, let trying):
      Telling(
        trying == .looking ? .info : .warning,
        "tasks cannot be read: \(why); the next try is in \(retry.wait.inWords)"
          + (trying == .always ? ", then at least once a minute" : ""), retry.fields)
    case .details(let why, let failures):
      Telling(
        .warning,
        "several tasks in a row cannot be read, the last one: \(why); nothing is done to them until they can, and one is "
          + "tried at least once a minute",
        [.init("failures", String(failures))])
    case .leftUndone(let count, let first, let why):
      Telling(
        .err,
        "\(count.counted("task is", "tasks are")) left undone: task \(first): \(why)"
          + (count > 1 ? "; and others" : ""))
    case .givenUp(let why):
      Telling(.err, "given up: \(why); check the server, the network and 'url', then run again")
    }
  }
}

extension Report.PollRecovery {
  var telling: Telling {
    switch self {
    case .list(let failures):
      Telling(.notice, "tasks can be read again", [.init("failures", String(failures))])
    case .details: Telling(.notice, "single tasks can be read again")
    }
  }
}

extension Report.OddRows {
  var telling: Telling {
    let more = count - named.count
    let (subject, them) =
      count == 1
      ? ("a row of the list cannot be read and is", "it")
      : ("\(count) rows of the list cannot be read and are", "them")
    var fields = [LogEntry.Field("rows", String(count))]
    if let task { fields.append(.init("task", task.rawValue)) }
    return Telling(
      .warning,
      "\(subject) left alone: \(named.map(\.inWords).joined(separator: ", "))\(more > 0 ? ", and \(more) more" : ""); "
        + "the others go on. Whoever runs the server can mend \(them)", fields)
  }
}

extension Report.OddRow {
  fileprivate var inWords: String {
    switch self {
    case .task(let task, let part, let isMissing): "task \(task) (\(part.inWords(isMissing: isMissing)))"
    case .place(let fault, let query): "the row at offset \(fault.place) of \(query.inWords) (\(fault.inWords))"
    }
  }
}

extension RowFault {
  /// What is wrong with a row without a task.
  fileprivate var inWords: String {
    switch part {
    case .row: "no object"
    case .size: "larger than an answer may be"
    case .answer: "the server fails to give it"
    case .id, .instance, .status, .user, .group: part.inWords(isMissing: isMissing)
    }
  }
}

extension RowFault.Part {
  fileprivate func inWords(isMissing: Bool) -> String { isMissing ? "without '\(rawValue)'" : "'\(rawValue)'" }
}

extension TaskQuery {
  /// The rows, in words for people.
  fileprivate var inWords: String {
    ([status, overdueOnly ? "overdue" : nil, entityType].compactMap(\.self) + ["tasks"]).joined(separator: " ")
  }
}

extension Report.PartialPoll {
  var telling: Telling {
    let lists = lists.map { list in
      "\(list.rows) of \(list.total.map { "about \($0)" } ?? "more") \(list.query.inWords)"
    }
    let polls = polls.map { "in every \($0) polls" } ?? "in every few polls"
    return Telling(
      .warning,
      "one poll does not hold all tasks: it has read \(lists.joined(separator: ", ")). The next poll goes on there, and "
        + "each task is seen once \(polls); to see them more often, poll fewer statuses, or have the rules name the "
        + "statuses and entity types that they are about", [.init("tasks", String(tasks))])
  }
}
