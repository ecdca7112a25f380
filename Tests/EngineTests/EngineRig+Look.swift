import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Simulation

/// What tests ask a rig.
extension EngineRig {
  func count(_ endpoint: Endpoint) -> Int { sends.count { $0.call.endpoint == endpoint } }

  var writes: [GeoTareas.Call] { sends.map(\.call).filter(\.endpoint.isWrite) }

  func said(_ name: Report.Name) -> [LogEntry] { reports.filter { $0.name == name } }

  /// The states the intents of a task were committed in.
  func states(_ task: String) -> [Intent.State] { journal.states(of: task) }

  func intent(_ task: String) -> Intent? { journal.all.last { $0.task.rawValue == task } }

  /// The endpoints called since the `from`th call.
  func calls(from: Int = 0) -> [Endpoint] { sends.dropFirst(from).map(\.call.endpoint) }
}

extension EngineRig {
  /// A rig with one task that a live rule completes.
  static func completing(_ adjust: (inout Settings) -> Void = { _ in }) throws -> EngineRig {
    try EngineRig([ModelTask("1", step: "Send")], .completes, adjust)
  }

  /// A rig with one task that a live rule hands to "maria".
  static func reassigning(_ adjust: (inout Settings) -> Void = { _ in }) throws -> EngineRig {
    try EngineRig([ModelTask("1", step: "Route")], .reassigns, adjust)
  }
}

extension LogEntry {
  /// The value of a field; nil where there is none.
  subscript(key: String) -> String? { fields.first { $0.key == key }?.value }
}

extension GeoTareas.Call {
  /// The task it is about.
  var task: TaskID? {
    switch self {
    case .detail(let task), .write(let task, _): task
    default: nil
    }
  }
}

extension EngineRig {
  /// Who has each task, in the order of ids.
  var holders: [String] { tenant.tasks.values.sorted { $0.id < $1.id }.map { $0.user ?? "" } }

  /// The bodies of all writes.
  var bodies: [String] {
    writes.compactMap { call in
      if case .write(_, let write) = call { write.body.text } else { nil }
    }
  }
}
