package import CalendarTime
package import Foundation
import GeoTareas
package import JSON
package import Rules

extension Rule {
  /// The same rule with its safeguards changed.
  package func guarded(_ change: (inout Safeguards) -> Void) -> Rule {
    var rule = self
    change(&rule.safeguards)
    return rule
  }

  package func limited(_ limit: Safeguards.Limit) -> Rule { guarded { $0.limit = limit } }

  /// The same rule, which also asks that "Quote.total" be at most `total`.
  package func ifTotal(atMost total: Decimal) -> Rule {
    var rule = self
    let test = ValueTest(.captured(step: "Quote", field: "total"), as: .decimal, [.atMost(.decimal(total))])
    rule.when = .all([rule.when, .test(.value(test))])
    return rule
  }
}

extension Action {
  /// Completes with "total" taken over from the step "Quote".
  package static func takesOver(
    as type: ValueType = .decimal, ifMissing: CapturedReference.IfMissing = .skipTask
  ) -> Action {
    let reference = CapturedReference(step: "Quote", field: "total", as: type, ifMissing: ifMissing)
    return .complete(
      Completion(result: "sent", capturedData: [CapturedField(name: "total", value: .captured(reference))]))
  }

  package static func toPool(_ pool: Pool, notToCurrent: Bool = false, keeps: Bool = false) -> Action {
    .reassign(Reassignment(target: .pool(pool), notToCurrent: notToCurrent, keepsPersonPerInstance: keeps))
  }
}

extension Pool {
  /// A pool of users.
  package init(_ pick: Pick, _ users: String..., maxOpen: Int? = nil) {
    self.init(name: "team", pick: pick, members: users.map { Member(target: .user(id: $0), maxOpen: maxOpen) })
  }
}

extension Span {
  package static func minutes(_ count: Int64) -> Span { Span(thousandths: count * 1_000, unit: .minute) }
}

extension ModelTask {
  /// A task of step "Send" whose form takes "total" as `type`, with what "Quote" captured.
  package static func quoted(_ id: String, total: JSONValue?, type: String = "text") -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.fields = [field("total", type: type)]
    task.quote = total.map { [JSONMember("total", $0)] }
    return task
  }
}
