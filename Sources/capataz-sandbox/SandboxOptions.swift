import ArgumentParser
import Sandbox

/// The options, as given.
struct SandboxOptions: ParsableArguments {
  @Option(help: "The port on 127.0.0.1; 0 picks a free one.")
  var port: UInt16 = 8080

  @Option(help: "Divides every duration: windows, cache, token life, blocks, late effects, delays. At least 1.")
  var scale = 1.0

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Option(help: "What the tenant holds: demo or empty.")
  var scenario = SandboxScenario.demo

  @Option(help: "Open tasks to make on top of the scenario's.")
  var tasks = 0

  @Option(help: "How many tasks a minute people complete or reassign on their own.")
  var people = 0.0

  @Option(help: "Time an answer takes, in real milliseconds, as MIN-MAX.")
  var latency: LatencyRange?

  @Option(help: "The answer to completing a completed task: validation, notfound or conflict.")
  var doubleCompletion = SandboxConfiguration.DoubleCompletion.validation

  @Option(help: "E-mail address of the robot.")
  var email = SandboxConfiguration.Account.robot.email

  @Option(help: "Password of the robot.")
  var password = SandboxConfiguration.Account.robot.password

  @Option(help: "The company's API key.")
  var apiKey = "gtk_sandbox_0123456789"

  @Option(help: "The only tenant header that is taken; any, if not given.")
  var tenant: String?

  @Option(help: "How many tenants to hold; several are told apart by the tenant headers t1, t2 and so on.")
  var tenants = 1

  @Option(help: "The tenant's time zone, an IANA name.")
  var timezone = "America/Guayaquil"

  @Flag(help: "Print one line for each request on standard error.")
  var verbose = false

  @Flag(help: "Do not print the line that names the address.")
  var quiet = false

  func validate() throws {
    guard scale >= 1, scale.isFinite else { throw ValidationError("--scale must be at least 1") }
    guard (0...100_000).contains(tasks) else { throw ValidationError("--tasks must be 0 to 100000") }
    guard people >= 0, people <= 6000 else { throw ValidationError("--people must be 0 to 6000") }
    guard (1...10_000).contains(tenants) else { throw ValidationError("--tenants must be 1 to 10000") }
    guard tenants == 1 || tenant == nil else {
      throw ValidationError("--tenant is for a single tenant: leave out --tenants")
    }
    guard SandboxConfiguration.isKnown(timeZone: timezone) else {
      throw ValidationError("--timezone: this system has no zone '\(timezone)'")
    }
  }

  func configuration() -> SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.port = port
    configuration.scale = scale
    configuration.seed = seed
    configuration.scenario = scenario
    configuration.generatedTasks = tasks
    configuration.peoplePerMinute = people
    configuration.latency = latency?.range
    configuration.doubleCompletion = doubleCompletion
    configuration.accounts[0].email = email
    configuration.accounts[0].password = password
    configuration.apiKey = apiKey
    configuration.tenant = tenant
    configuration.tenants = tenants
    configuration.timeZone = timezone
    return configuration
  }
}

/// A range of milliseconds, written `20-300`.
struct LatencyRange: ExpressibleByArgument {
  let range: ClosedRange<Duration>

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let low = parts[0], let high = parts[1], low >= 0, low <= high, high <= 600_000 else {
      return nil
    }
    range = .milliseconds(low)...(.milliseconds(high))
  }
}

extension SandboxScenario: ExpressibleByArgument {}
extension SandboxConfiguration.DoubleCompletion: ExpressibleByArgument {}
