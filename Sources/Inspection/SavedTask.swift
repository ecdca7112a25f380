import Engine
package import GeoTareas
import JSON
import Log
package import Records

/// Tasks saved as JSON: the API's answer as it came, a task by itself, or a list of tasks.
package struct SavedTasks: Sendable, Equatable {
  package var rows: [TaskListing.Row] = []
  /// Of the tasks that were saved with their detail.
  package var details: [TaskID: TaskDetail] = [:]

  /// Reads the text of a file.
  package init(_ bytes: [UInt8]) throws(SavedTaskError) {
    let json: JSONValue
    do { json = try JSONReader.read(bytes) } catch { throw SavedTaskError("it is not JSON: \(error)") }
    if json["success"]?.bool == false {
      throw SavedTaskError("it is an error answer of the API (\(json["error"]?["code"]?.string ?? "no code"))")
    }
    let data = json["data"] ?? json
    for (index, item) in (data.array ?? [data]).enumerated() {
      // A task with a flag beside it that says whether it is overdue, as the journal keeps it.
      let task = item["task"] ?? item
      guard let row = WorkflowTask(task) else {
        throw SavedTaskError("entry \(index + 1) is no task: a task is an object with 'id' and 'instance_id'")
      }
      rows.append(TaskListing.Row(task: row, overdue: item["overdue"]?.bool ?? false))
      let detailKeys = ["available_results", "fields", "previous_steps_data"]
      if detailKeys.contains(where: { task[$0] != nil }), let detail = TaskDetail(task) { details[row.id] = detail }
    }
    if rows.isEmpty { throw SavedTaskError("there is no task in it") }
  }
}

/// What is wrong with a saved task, for people.
package struct SavedTaskError: Error, Equatable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = LogText.safe(description) }
}
