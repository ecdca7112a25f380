import ArgumentParser
import Daemon
import Inspection
import RuleFiles

/// Names with their ids.
struct DirectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory",
    abstract: "Lists the names and ids that rules are written with, learned from the tasks seen.",
    discussion: """
      Users and groups with their ids, workflows with their steps, entity types; with --forms also the results and \
      form fields of each step, and the day on which they were last seen. Only what stands on a task that is seen now \
      can be listed: the API has no list of users. Forms are kept: the daemon learns them by and by. While it runs, or \
      where the secrets are not here, nothing is asked of the server; else one task is read of each step whose form was \
      not seen within a day.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Flag(help: "Also the results and form fields of each step.")
  var forms = false

  func run() async throws {
    var session = try InspectionSession(options: looking, path: shared.path(parent: parent.shared))
    session.doesWithoutSecrets = true
    let snapshots = try await session.visit { look -> TenantSnapshot? in
      if forms { try await look.addForms(anew: looking.fresh) } else { look.snapshot.forms = [] }
      return look.snapshot
    }
    for snapshot in snapshots {
      let directory = TenantDirectory(snapshot)
      switch looking.format {
      case .json: for line in directory.jsonLines(tenant: snapshot.tenant.name) { Terminal.say(json: line) }
      case .text:
        if snapshots.count > 1 { Terminal.say("tenant \(snapshot.tenant.name)") }
        let lines = directory.lines(style: looking.style)
        for line in lines.isEmpty ? ["no tasks were seen"] : lines { Terminal.say(line) }
        if forms, let unknown = directory.unknownForms { Terminal.say("\n\(unknown)") }
      }
    }
  }
}
