import Engine
import Foundation
import GeoTareas
import Rules

extension Rule {
  /// The same rule with its safeguards changed.
  func guarded(_ change: (inout Safeguards) -> Void) -> Rule {
    var rule = self
    change(&rule.safeguards)
    return rule
  }

  func limited(_ limit: Safeguards.Limit) -> Rule { guarded { $0.limit = limit } }

  /// The same rule, which also asks that "Quote.total" be at most `total`.
  func ifTotal(atMost total: Decimal) -> Rule {
    var rule = self
    let test = ValueTest(.captured(step: "Quote", field: "total"), as: .decimal, [.atMost(.decimal(total))])
    rule.when = .all([rule.when, .test(.value(test))])
    return rule
  }
}

extension Action {
  /// Completes with "total" taken over from the step "Quote".
  static func takesOver(
    as type: ValueType = .decimal, ifMissing: CapturedReference.IfMissing = .skipTask
  ) -> Action {
    let reference = CapturedReference(step: "Quote", field: "total", as: type, ifMissing: ifMissing)
    return .complete(
      Completion(result: "sent", capturedData: [CapturedField(name: "total", value: .captured(reference))]))
  }

  static func toPool(_ pool: Pool, notToCurrent: Bool = false, keeps: Bool = false) -> Action {
    .reassign(Reassignment(target: .pool(pool), notToCurrent: notToCurrent, keepsPersonPerInstance: keeps))
  }
}

extension Pool {
  /// A pool of users.
  init(_ pick: Pick, _ users: String..., maxOpen: Int? = nil) {
    self.init(name: "team", pick: pick, members: users.map { Member(target: .user(id: $0), maxOpen: maxOpen) })
  }
}

extension Span {
  static func minutes(_ count: Int64) -> Span { Span(thousandths: count * 1_000, unit: .minute) }
}

extension ModelTask {
  /// A task of step "Send" whose form takes "total" as `type`, with what "Quote" captured.
  static func quoted(_ id: String, total: JSONValue?, type: String = "text") -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.fields = [field("total", type: type)]
    task.quote = total.map { [JSONMember("total", $0)] }
    return task
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
