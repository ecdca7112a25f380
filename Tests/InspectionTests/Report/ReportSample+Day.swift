import Foundation
import GeoTareas
import Inspection
import Journal
import Pacing
import Records

extension ReportSample {
  /// A day of a tenant at work, with something of everything.
  static func day() throws -> ReportSample {
    var sample = ReportSample()
    sample.load([
      ("send-welcome", "Correo de bienvenida", "Servicio al Cliente"),
      ("overdue-collections", "Cobranzas vencidas al gestor", "María García, Cobranzas"),
      ("approve-small-quote", "Aprobar cotizaciones pequeñas", "Ventas"), ("close-duplicates", nil, nil),
    ])
    sample.work()
    sample.trouble()
    for number in 0..<34 {
      sample.decide(.shadow, "approve-small-quote", task: "7700\(number)", age: Double(number) * 1_700 + 600)
    }
    // A restart says it again.
    sample.decide(.shadow, "approve-small-quote", task: "77001", age: 300)
    for number in 0..<3 {
      sample.decide(
        .blocked, "send-welcome", task: "8800\(number)", age: Double(number) * 4_000 + 1_900,
        note: "the form has no field 'template'")
    }
    sample.decide(.skipped, "overdue-collections", task: "6601", age: 5_000, note: "no member of the pool is there")
    for number in 0..<6 {
      sample.decide(.act, "overdue-collections", task: "9900\(number)", age: Double(number) * 240 + 200)
    }
    for number in 4..<6 {
      sample.decide(
        .capped, "overdue-collections", task: "9900\(number)", age: Double(number) * 40, note: "40 per day")
    }
    try sample.list(["88000", "88001", "674839201748392044"] + (0..<6).map { "9900\($0)" })
    sample.send(70, .list, age: 30)
    sample.send(31, .detail, age: 10)
    sample.send(4, .complete, age: 6)
    sample.stand { standing in
      (standing.queued, standing.held, standing.capped, standing.blocked, standing.inDoubt) = (6, 1, 2, 2, 2)
      for place in [2, 3] { (standing.budgets[place].foreign, standing.budgets[place].waiting) = (2, 6) }
      standing.waits = [
        Wait(
          what: "reassign", why: "the server forbids it: 403 FORBIDDEN: The user lacks the permission",
          since: now.wall - 7_300,
          until: now.wall + 40, advice: "give the robot's user the permission", needsPerson: true),
        Wait(
          what: "task 674839201748392018", task: "674839201748392018", why: "503 from the server, 3 times in a row",
          since: now.wall - 400, until: now.wall + 120, advice: "look at the task; a reload tries it at once"),
      ]
    }
    return sample
  }

  /// More by day than by night, by two rules.
  private mutating func work() {
    let byHour = [3, 9, 14, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 5, 11, 16, 12, 7, 6]
    var number = 0
    for (hour, count) in byHour.reversed().enumerated() {
      for place in 0..<count {
        number += 1
        let age = Double(hour) * 3_600 + 200 + Double(place) * 3_300 / Double(count)
        let took = 4 + Double(number * number % 97) * 2.5 + (number % 41 == 0 ? 2_400 : 0)
        if number % 3 == 0 {
          act(.done, "overdue-collections", task: "5500\(number)", age: age, took: took, endpoint: .reassign)
        } else {
          act(.done, "send-welcome", task: "5500\(number)", age: age, took: took)
        }
      }
    }
    for number in 0..<5 {
      act(.superseded, "close-duplicates", task: "4400\(number)", age: Double(number) * 9_000 + 50)
    }
  }

  private mutating func trouble() {
    act(
      .parked, "send-welcome", task: "674839201748392018", age: 6_900, took: 60, label: "Acme Corp",
      note: "the task is gone, and nothing proves that this effect was the reason")
    act(
      .refused, "overdue-collections", task: "674839201748392044", age: 3_500, took: 30, label: "Panadería Ñandú",
      note: "409 CONFLICT: The task is locked by another user", endpoint: .reassign)
    act(.unknown, "send-welcome", task: "674839201748392055", age: 70, took: 20, label: "Ferretería El Clavo")
  }

  /// What people did that day.
  static func people(_ desk: OperatorJournal) throws {
    _ = try desk.hold(
      tenant: "acme", rule: "close-duplicates", why: "auditoría hasta el viernes", by: "jvera", at: now.wall - 20_000)
  }
}
