import Foundation
import Testing

/// What the sandbox and the journal say about what was done.
extension World {
  /// The effects that the live rules of ``RuleTexts/mixed`` want on these tasks, told without the program's own rules.
  static func wantedByMixedRules(_ tasks: [SandboxProcess.Task]) -> Set<SandboxProcess.Effect> {
    var wanted: Set<SandboxProcess.Effect> = []
    for task in tasks where task.status == "PENDING" {
      let isUnassigned = task.assignedToUser == nil && task.assignedToGroup == nil
      let effect: (endpoint: String, result: String?, assignee: String?)? =
        switch task.step {
        case "Review Welcome Package": ("complete", "done", nil)
        case "Send": ("complete", "sent", nil)
        case "Close": ("complete", "closed", nil)
        case "Sign Off": ("complete", "ok", nil)
        case "Approve Leave" where task.assignedToUser?.id != RuleTexts.maria: ("reassign", nil, RuleTexts.maria)
        case "Count" where isUnassigned: ("reassign", nil, RuleTexts.backOffice)
        default: nil
        }
      guard let effect else { continue }
      wanted.insert(
        .init(
          user: "robot", endpoint: effect.endpoint, task: task.id, result: effect.result, assignee: effect.assignee))
    }
    return wanted
  }

  /// Every effect that was wanted was made once, nothing else was done, and no request went over a limit.
  func expectExactly(_ wanted: Set<SandboxProcess.Effect>, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    let seen = try await sandbox.history()
    #expect(Set(seen.history) == wanted, sourceLocation: sourceLocation)
    #expect(seen.history.count == wanted.count, "something was done twice", sourceLocation: sourceLocation)
    #expect(seen.refused.isEmpty, "something was asked for again", sourceLocation: sourceLocation)
    let limits = ["list": 30, "detail": 30, "complete": 10, "reassign": 10, "login": 2]
    for (endpoint, traffic) in try await sandbox.traffic() {
      #expect(traffic.limited == 0, "\(endpoint)", sourceLocation: sourceLocation)
      #expect(traffic.mostInWindow <= limits[endpoint, default: 0], "\(endpoint)", sourceLocation: sourceLocation)
    }
  }

  /// No output and no file of ours holds a secret, nor does the command line.
  func expectNoSecret(in children: ChildProcess..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    var texts = children.flatMap { [("stdout", $0.output.text), ("stderr", $0.errors.text)] }
    let state = folder + "/state"
    for name in try FileManager.default.contentsOfDirectory(atPath: state) {
      let bytes = try Data(contentsOf: URL(filePath: state + "/" + name))
      texts.append((name, String(decoding: bytes, as: UTF8.self)))
    }
    #expect(texts.contains { $0.0 == "journal.sqlite" })
    for (name, text) in texts {
      for secret in Self.secrets {
        #expect(!text.contains(secret), "'\(secret)' in \(name)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The intents that `journal list` shows.
  func intents() async throws -> [[String: String]] {
    let list = try start("journal", "list", "--format", "json", "--limit", "1000")
    #expect(await list.exit() == .code(0), "\(list.errors.text)")
    return try list.output.lines.map { line in
      try JSONDecoder().decode([String: FlatText].self, from: Data(line.utf8)).mapValues(\.text)
    }
  }
}

/// A text or a number of a JSON object, as text; anything else is left out.
private struct FlatText: Decodable {
  var text = ""

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self.text = text
    } else if let number = try? value.decode(Int64.self) {
      text = String(number)
    }
  }
}
