/// What the tenant holds at the start.
package enum SandboxScenario: String, Sendable, CaseIterable {
  /// The task of the vendor's page and about three dozen more, in six workflows; the example rules find every name in
  /// them that they ask for.
  case demo
  /// No task at all.
  case empty
}

/// Makes the tasks a sandbox starts with; the same seed and start time give the same tasks.
struct ScenarioBuilder {
  /// Start of the server, seconds since 1970; all times are relative to it.
  let start: Int
  private(set) var random: SandboxRandom
  private var ids: Set<String> = []

  init(start: Int, seed: UInt64) {
    self.start = start
    random = SandboxRandom(seed: seed)
  }

  /// All tasks to start with, in no order; no two have the same id.
  mutating func makeTasks(of scenario: SandboxScenario, generated: Int) -> [SandboxTask] {
    var tasks: [SandboxTask] = []
    if scenario == .demo {
      tasks.append(vendorExample)
      for index in 0..<36 {
        var task = makeTask(index)
        if index % 9 == 8 {
          task.status = .completed
          task.completedBy = Staff.login(of: Staff.john)
        }
        tasks.append(task)
      }
      tasks.append(audited)
    }
    for index in 0..<max(0, generated) { tasks.append(makeTask(index)) }
    return tasks
  }

  /// An id that was not given out before.
  private mutating func newID() -> String {
    var id = random.id()
    while !ids.insert(id).inserted { id = random.id() }
    return id
  }

  /// The task of the vendor's page, with its times moved to now: made three hours ago, due in about 45 hours.
  private var vendorExample: SandboxTask {
    let created = start - 3 * 3600
    let verified = SandboxTask.PreviousStep(
      stepName: "Verify Contact Information", completedBy: Staff.login(of: Staff.john), completedAt: created - 1,
      result: "approved",
      captured: [.init("contact_verified", true), .init("phone_confirmed", true)])
    return SandboxTask(
      id: "674839201748392018", instanceID: "591847302948571634", workflow: .onboarding, stepIndex: 1,
      assignment: .group(Staff.sales),
      entity: .init(type: "CUENTA", id: "738291047382910473", label: "Acme Corp"), due: created + 48 * 3600 - 1,
      createdAt: created, fields: Workflow.onboarding.steps[1].fields, previous: [verified])
  }

  /// A task of the auditors: nobody is late with it, and only the example rules ask for its step and its group.
  private var audited: SandboxTask {
    let created = start - 3600
    let called = SandboxTask.PreviousStep(
      stepName: "Call Customer", completedBy: Staff.login(of: Staff.luis), completedAt: created - 1,
      result: "no_answer", captured: [.init("contacted", false), .init("amount_promised", .null)])
    return SandboxTask(
      id: "583920174839201764", instanceID: "402918374655019283", workflow: .collections, stepIndex: 1,
      assignment: .group(Staff.audit),
      entity: .init(type: "CUENTA", id: "738291047382910474", label: "Globe Trading"), due: created + 48 * 3600,
      createdAt: created, fields: Workflow.collections.steps[1].fields, previous: [called])
  }

  /// An open task of some step of some workflow; `index` runs through all of them.
  private mutating func makeTask(_ index: Int) -> SandboxTask {
    let workflow = Workflow.catalog[index % Workflow.catalog.count]
    let stepIndex = index / Workflow.catalog.count % workflow.steps.count
    let created = start - Int.random(in: 300...9 * 86_400, using: &random)
    let due = random.chance(0.2) ? nil : created + Int.random(in: 4 * 3600...12 * 86_400, using: &random)
    let isOverdue = due.map { $0 < start } ?? false
    let previous = makePast(of: workflow, before: stepIndex, at: created)
    return SandboxTask(
      id: newID(), instanceID: newID(), workflow: workflow, stepIndex: stepIndex,
      status: random.chance(0.1) ? .inProgress : .pending, assignment: makeAssignment(),
      entity: makeEntity(of: workflow.entityTypes[index / 7 % workflow.entityTypes.count]), due: due,
      isEscalated: random.chance(isOverdue ? 0.4 : 0.03), createdAt: created,
      fields: workflow.steps[stepIndex].fields.filled(from: previous), previous: previous)
  }

  private mutating func makePast(
    of workflow: Workflow, before stepIndex: Int, at created: Int
  ) -> [SandboxTask.PreviousStep] {
    var past: [SandboxTask.PreviousStep] = []
    for index in 0..<stepIndex {
      let step = workflow.steps[index]
      let ended = created - (stepIndex - 1 - index) * 5400
      guard let result = step.results.first(where: { $0.next == index + 1 }) ?? step.results.first,
        let user = random.pick(Staff.users)
      else { continue }
      past.append(
        .init(
          stepName: step.name, completedBy: Staff.login(of: user), completedAt: ended, result: result.code,
          captured: step.fields.map { .init($0.name, random.value(for: $0)) }))
    }
    return past
  }

  private mutating func makeAssignment() -> Assignment {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .nobody
    case 1: random.pick(Staff.users).map { .user($0) } ?? .nobody
    default: random.pick(Staff.groups).map { .group($0) } ?? .nobody
    }
  }

  private mutating func makeEntity(of type: String) -> SandboxTask.Entity {
    guard type != "NINGUNA" else { return .init(type: type) }
    let names = ["Andes Trading", "Bright Farms", "Costa Foods", "Delta Glass", "Estrella Ltd", "Faro Logistics"]
    let label = type == "PERSONAL" ? random.pick(Staff.users)?.name : random.pick(names)
    return .init(type: type, id: random.id(), label: label)
  }
}

extension SandboxRandom {
  /// A value that a person might fill in.
  mutating func value(for field: Workflow.Field) -> SandboxJSON {
    switch field.kind {
    case .boolean: .bool(chance(0.8))
    case .number: .number("\(Int.random(in: 1...9000, using: &self)).\(chance(0.5) ? "00" : "25")")
    case .select: SandboxJSON(pick(field.options) ?? "other")
    case .date: .string("2026-0\(Int.random(in: 1...9, using: &self))-1\(Int.random(in: 0...9, using: &self))")
    case .file: .string("file-\(id())")
    case .text: field.name == "email_address" ? "contact@customer.example" : "as agreed"
    }
  }
}
