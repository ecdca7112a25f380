import Foundation
import Log
import Records
import TenantRuntime

/// What is wrong with a tenant.
extension TenantStatus {
  /// What its worst problem asks for.
  package var health: TenantHealth { problems.map(\.health).max() ?? .ok }

  /// Everything that is wrong, what needs a person first.
  package var problems: [TenantProblem] {
    let all = problemsOfFiles + problemsOfDaemon + problemsOfServer + problemsOfEffects
    return all.filter { $0.health == .person } + all.filter { $0.health != .person }
  }

  private var problemsOfFiles: [TenantProblem] {
    if let refusal {
      let effect = refusal.isLeftOut ? "the tenant is left out" : "what was loaded before stays in force"
      return [
        TenantProblem(
          .person, refusal.isLeftOut ? "left out" : "files refused", "its files were refused: \(effect)",
          since: refusal.since, advice: "mend what capataz check shows, then capataz reload")
      ]
    }
    guard rules == .mistakes else { return [] }
    return [
      TenantProblem(
        .person, "files wrong", "its files have mistakes: the next reload or start will refuse them",
        advice: "mend what capataz check shows")
    ]
  }

  private var problemsOfDaemon: [TenantProblem] {
    guard isRunning else {
      return [
        TenantProblem(
          .person, "not running", "no daemon is running: nothing is done", since: standing?.at,
          advice: "systemctl start capataz")
      ]
    }
    guard let standing else {
      // What is left out is not polled.
      if refusal?.isLeftOut == true { return [] }
      return [
        TenantProblem(
          .degraded, "no poll yet", "the daemon has not finished a poll yet",
          advice: "if that lasts, look at the log: journalctl -u capataz")
      ]
    }
    guard now.timeIntervalSince(standing.at) > silence else { return [] }
    return [
      TenantProblem(
        .degraded, "no news", "the daemon has not written down how things stand", since: standing.at,
        advice: "look at the log: journalctl -u capataz")
    ]
  }

  private var problemsOfServer: [TenantProblem] {
    guard let standing else { return [] }
    var problems = standing.waits.map { wait in
      TenantProblem(
        wait.needsPerson ? .person : .degraded, wait.brief, "\(wait.what): \(wait.why)", since: wait.since,
        until: wait.until, advice: wait.advice)
    }
    // Other trouble has a wait that says more.
    if let trouble = standing.trouble, standing.waits.allSatisfy({ $0.task != nil }) {
      problems.insert(
        TenantProblem(.degraded, trouble, trouble, advice: "see the log: journalctl -u capataz -p warning"), at: 0)
    }
    return problems
  }

  private var problemsOfEffects: [TenantProblem] {
    var problems: [TenantProblem] = []
    func add(
      _ health: TenantHealth, _ brief: String, _ count: Int, _ what: String, since: Date? = nil, advice: String
    ) {
      guard count > 0 else { return }
      problems.append(
        TenantProblem(health, "\(count) \(brief)", "\(count.counted("effect")) \(what)", since: since, advice: advice))
    }
    add(
      .person, "parked", parked.count, "parked; only a person can tell what came of that",
      since: parked.first?.changedAt, advice: Self.verdict(on: parked))
    add(
      .person, "refused", refused.count, "refused by the server; the task is as it was",
      since: refused.first?.changedAt, advice: Self.verdict(on: refused))
    add(
      .person, "blocked", standing?.blocked ?? 0, "blocked; the task does not fit what the rule would do",
      advice: "see why: capataz journal decisions --kind blocked")
    for hold in holds where hold.isAutomatic {
      problems.append(
        TenantProblem(
          .person, "rule held", "the daemon itself holds \(hold.scope): \(hold.why)", since: hold.since,
          advice: "look into it, then capataz release \(hold.number)"))
    }
    add(
      .degraded, "in doubt", inDoubt.count, "in doubt; reading the task tells what came of it",
      since: inDoubt.first?.changedAt,
      advice: isRunning ? "nothing; what cannot be told is parked" : "nothing before the daemon runs")
    add(
      .degraded, "capped", standing?.capped ?? 0, "kept back by a limit of the rule",
      advice: "nothing, or a higher limit: capataz plan names it")
    return problems
  }

  private static func verdict(on intents: [Intent]) -> String {
    "look at it, then decide: capataz journal show \(intents.first?.id ?? "INTENT")"
  }
}

extension Hold {
  /// True where no person gave it.
  var isAutomatic: Bool { by == Hold.signature }
}

extension Wait {
  /// Two or three words, for a line of a table.
  fileprivate var brief: String {
    switch Standstill(self) {
    case .everything: "login refused"
    case .list: "list unreadable"
    case .details: "tasks unreadable"
    case .writes: "writes stopped"
    case .task: "a task fails"
    case .endpoint, .other: needsPerson ? "\(what) forbidden" : "\(what) waits"
    }
  }
}
