import Foundation
import Rules

/// A large tenant, made up from a seed: its names, its tasks and its rules are the same in every run.
struct Tenant {
  static let now = Date(timeIntervalSince1970: 1_772_000_000)
  static let day: TimeInterval = 86_400

  let workflows = (0..<200).map { "\(["Quote", "Collections", "Onboarding", "Claim", "Audit"][$0 % 5]) \($0)" }
  /// Each workflow goes through twelve of these.
  let steps = (0..<60).map { "\(["Send", "Approve", "Review", "Call", "Sign", "File"][$0 % 6]) \($0 / 6)" }
  let entityTypes = (0..<12).map { "TYPE_\($0)" }
  let groups = (0..<60).map { Party(id: "31000000000000\(1_000 + $0)", name: "Group \($0)") }
  let users = (0..<500).map { Party(id: "10400000000000\(1_000 + $0)", name: "Person \($0)") }
  let customers = (0..<20_000).map { (id: "\(700_000 + $0)", label: "C\($0 % 100) Customer \($0) Ltd") }

  var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(state: seed) }

  mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }

  mutating func number(below end: Int) -> Int { Int.random(in: 0..<end, using: &random) }

  /// True in `percent` of 100 cases.
  mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }

  func steps(of workflow: Int) -> [String] { (0..<12).map { steps[(workflow * 7 + $0) % steps.count] } }

  /// An open task: a tenth is escalated, a quarter overdue, every name is known.
  mutating func task(_ number: Int) -> TaskView {
    let workflow = self.number(below: workflows.count)
    let customer = one(of: customers)
    let age = Double(self.number(below: 30 * 24 * 60)) * 60 + 60
    let toDue = Double(self.number(below: 10 * 24 * 60)) * 60 + 60
    return TaskView(
      id: "\(9_000_000 + number)", instanceID: "\(5_000_000 + number)", workflow: .value(workflows[workflow]),
      step: .value(one(of: steps(of: workflow))), status: .value("PENDING"),
      assignedUser: chance(50) ? .value(one(of: users)) : .none,
      assignedGroup: chance(80) ? .value(one(of: groups)) : .none, entityType: .value(one(of: entityTypes)),
      entityID: .value(customer.id), entityLabel: .value(customer.label),
      due: .value(chance(25) ? Self.now - toDue : Self.now + toDue), created: .value(Self.now - age),
      escalated: .value(chance(10)), listedAsOverdue: false)
  }
}

/// A generator whose numbers follow from its seed.
///
/// Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
