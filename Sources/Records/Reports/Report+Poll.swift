package import GeoTareas

/// Facts about reading the tasks.
extension Report {
  /// What could not be read.
  package enum PollFailure: Sendable, Equatable {
    /// The list.
    case list(why: String, Retry, Trying)
    /// Several single tasks in a row, so many tries by now.
    case details(why: String, failures: Int)
    /// A single run leaves so many tasks undone, this one first.
    case leftUndone(Int, first: TaskID, why: String)
    /// A single run gives up.
    case givenUp(why: String)
  }

  /// How the list is tried again.
  package enum Trying: Sendable, Equatable {
    /// At least once a minute after that.
    case always
    /// No more is known than the next try.
    case once
    /// By a command that only looks.
    case looking
  }

  package enum PollRecovery: Sendable, Equatable {
    /// The list, after so many tries.
    case list(failures: Int)
    /// Single tasks.
    case details
  }

  /// Rows of the list that are left alone.
  package struct OddRows: Sendable, Equatable {
    /// How many there are in all.
    package var count: Int
    /// Those that are news, or the first of them.
    package var named: [OddRow]
    /// The task, where a single one is news.
    package var task: TaskID?

    package init(count: Int, named: [OddRow], task: TaskID?) {
      self.count = count
      self.named = named
      self.task = task
    }
  }

  /// A row that is left alone, and what is wrong with it.
  package enum OddRow: Sendable, Equatable {
    case task(TaskID, RowFault.Part, isMissing: Bool)
    /// Not even its task is known; by its place in a list.
    case place(RowFault, of: TaskQuery)
  }

  /// A poll that did not hold all tasks.
  package struct PartialPoll: Sendable, Equatable {
    /// The lists that it did not read to their ends.
    package var lists: [List]
    /// In how many polls each task is seen once; nil where that is not known.
    package var polls: Int?
    /// How many tasks it saw.
    package var tasks: Int

    package init(_ lists: [List], polls: Int?, tasks: Int) {
      self.lists = lists
      self.polls = polls
      self.tasks = tasks
    }

    package struct List: Sendable, Equatable {
      package var query: TaskQuery
      /// How many rows were read of it.
      package var rows: Int
      /// How many rows it has, by the server.
      package var total: Int?

      package init(_ query: TaskQuery, rows: Int, of total: Int?) {
        self.query = query
        self.rows = rows
        self.total = total
      }
    }
  }
}
