/// The settings with which a sandbox starts.
package struct SandboxConfiguration: Sendable {
  /// The answer to completing or reassigning a completed task, which the vendor does not document.
  package enum DoubleCompletion: String, Sendable, CaseIterable {
    case validation, notfound, conflict
  }

  /// A login and what it may do.
  package struct Account: Sendable, Equatable {
    package enum Permission: String, Sendable {
      case read = "APICLI_WORKFLOW_READ"
      case execute = "APICLI_WORKFLOW_EXECUTE"
    }

    package var id: String
    /// The short name that `completed_by` shows.
    package var name: String
    package var email: String
    package var password: String
    package var permissions: Set<Permission>

    package init(id: String, name: String, email: String, password: String, permissions: Set<Permission>) {
      self.id = id
      self.name = name
      self.email = email
      self.password = password
      self.permissions = permissions
    }

    /// The default login, which may read and execute.
    package static let robot = Account(
      id: "405918273645091827", name: "robot", email: "robot@acme.example", password: "sandbox-password",
      permissions: [.read, .execute])

    /// A login that may read only.
    package static let reader = Account(
      id: "405918273645091828", name: "reader", email: "reader@acme.example", password: "sandbox-password",
      permissions: [.read])
  }

  /// The port on 127.0.0.1; 0 picks a free one.
  package var port: UInt16 = 8080
  /// Divides every duration of the server's behaviour; at least 1.
  package var scale: Double = 1
  package var seed: UInt64 = 1
  package var scenario: SandboxScenario = .demo
  /// Open tasks in addition to those of the scenario.
  package var generatedTasks: Int = 0
  /// How many effects people make per minute, before scaling.
  package var peoplePerMinute: Double = 0
  package var accounts: [Account] = [.robot, .reader]
  package var apiKey = "gtk_sandbox_0123456789"
  /// The only known tenant; nil accepts any.
  package var tenant: String?
  /// How many tenants the server holds; several are named `t1`, `t2` and so on.
  package var tenants = 1
  /// The IANA name of the zone that date-times in answers are in; an unknown one means UTC.
  package var timeZone = "America/Guayaquil"
  package var doubleCompletion: DoubleCompletion = .validation
  /// Real time that answers of the API take, log-normal in this range; nil for none.
  package var latency: ClosedRange<Duration>?

  package init() {}

  /// The settings of one of several tenants: a name and tasks of its own, everything else the same.
  func configuration(ofTenant number: Int) -> SandboxConfiguration {
    var own = self
    own.tenant = "t\(number)"
    own.seed = seed &+ UInt64(number - 1)
    return own
  }

  /// True when this system knows a time zone of that name.
  package static func isKnown(timeZone name: String) -> Bool { TenantZone.isKnown(name) }
}
