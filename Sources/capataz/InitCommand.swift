import ArgumentParser
import Foundation
import Glibc
import Log
import Platform
import RuleFiles

/// The first run.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a first configuration: settings, secrets, one rule that only watches, and its test.",
    discussion: """
      Asks on the terminal for what the options do not say. Then the files are looked at by 'check' and 'test', the \
      tenant by 'plan', and it is said what to type next. Where the tenant cannot be reached, the files are written all \
      the same.

      Nothing is overwritten: what stands in the way is named, and nothing is written. Secrets are no options, since \
      every user of a machine can read command lines: they are typed, not shown, or come from files, or from standard \
      input: first the password, then the API key, a line each. They are kept in files that only their owner can read.

      In /etc/capataz, as root, it is the configuration of the service; in another folder that of a daemon of your own, \
      with its journal in the folder 'state' there.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Argument(help: "The folder; by default that of the configuration.", completion: .directory)
  var folder: String?
  @OptionGroup var given: InitOptions
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  func validate() throws {
    if folder != nil, shared.config != nil { throw ValidationError("name the folder, or the file with --config") }
  }

  func run() async throws {
    let path =
      folder.map { ($0 as NSString).appendingPathComponent("config.yaml") } ?? shared.path(parent: parent.shared)
    let places = BeginningPlaces(path)
    // Before anybody is asked anything.
    try refuse(places.files(nil).obstacles + places.occupied)
    let (answers, secrets) = try gather()
    let files = places.files((answers, secrets.password, secrets.apiKey))
    try refuse(files.obstacles + places.occupied)
    do throws(NewFiles.Failure) { try files.make() } catch {
      Terminal.complain("capataz: nothing was written: \(error)")
      throw ExitCode.findings
    }
    for file in files.files {
      Terminal.say("wrote \(file.path)\(file.mode == 0o400 ? ", which only its owner can read" : "")")
    }
    try await show(places, answers)
  }

  private func gather() throws -> (answers: FirstAnswers, secrets: InitOptions.Secrets) {
    do {
      return (try given.answers(), try given.secrets())
    } catch Prompt.Failure.ended {
      Terminal.complain("capataz: the input ended before everything was answered; nothing was written")
      throw ExitCode.findings
    }
  }

  /// Ends where something is there already.
  private func refuse(_ obstacles: [String]) throws(ExitCode) {
    guard !obstacles.isEmpty else { return }
    Terminal.complain("capataz: nothing was written, for there is already:")
    for path in obstacles { Terminal.complain("  \(path)") }
    Terminal.complain("capataz: init overwrites nothing; move that away, or name another folder: capataz init FOLDER")
    throw .findings
  }

  /// Shows what was made to the commands that judge it, and what to type next.
  private func show(_ places: BeginningPlaces, _ answers: FirstAnswers) async throws {
    let volatile = allowVolatileState ? ["--allow-volatile-state"] : []
    let check = await give(["check"], places)
    _ = await give(["test"], places)
    let plan = check.isSuccess ? await give(["plan", "--exit-code"] + volatile, places) : check
    // Work to do is no failure here.
    let isWell = plan.isSuccess || plan == .findings
    Terminal.say("")
    if !check.isSuccess {
      Terminal.say("The files are written; what 'check' says of them must be mended first.")
    } else if !isWell {
      Terminal.say("The files are written, but the tenant could not be looked at, for the reason above. Then, again:")
      Terminal.say("  \(places.command("plan"))")
    }
    for line in places.nextSteps { Terminal.say(line) }
    if plan == .credentials { throw ExitCode.credentials }
    if !isWell { throw ExitCode.findings }
  }

  /// Gives a command as a person would; what it ends with.
  private func give(_ arguments: [String], _ places: BeginningPlaces) async -> ExitCode {
    Terminal.say("\n$ \(places.command(arguments[0]))")
    do {
      try await Program.run(try Capataz.parseAsRoot(["--config", places.path] + arguments))
      return .success
    } catch let code as ExitCode {
      return code
    } catch {
      Terminal.complain("capataz: \(error)")
      return .failure
    }
  }
}
