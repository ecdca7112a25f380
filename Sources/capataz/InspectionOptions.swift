import ArgumentParser
import Daemon
import Glibc
import Journal
import Log
import RuleFiles
import Rules

/// Options of the commands that look at a tenant's tasks.
struct InspectionOptions: ParsableArguments {
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Flag(help: "Ask the server, even if a daemon's view of the tasks is at hand; not while a daemon runs.")
  var fresh = false
  @Option(help: "text or json.")
  var format = OutputFormat.text
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  /// Colour as standard output allows it.
  var style: TextStyle { TextStyle(isColoured: Terminal.hasColour(STDOUT_FILENO)) }

  /// The tenants that the command is about.
  ///
  /// - Parameter unknown: The code that the command ends with where there is none of the name.
  func tenants(
    of loaded: LoadedConfiguration, unknown: ExitCode = .findings
  ) throws(UnknownName) -> [(tenant: TenantConfiguration, rules: RuleSet)] {
    let tenants = loaded.configuration.tenants.filter { tenant == nil || $0.name == tenant }
    guard !tenants.isEmpty else {
      throw .tenant(tenant ?? "", among: loaded.configuration.tenants, exitCode: unknown)
    }
    return tenants.compactMap { tenant in loaded.rules[tenant.name].map { (tenant, $0) } }
  }
}
