import CalendarTime
package import Foundation

/// What the configuration file says, with the defaults filled in and every path resolved relative to the file.
package struct Configuration: Sendable, Equatable {
  /// The path of the file, as it was given.
  package var file: String
  /// The folder of the journal and the lock.
  package var state: String
  /// What is logged, and how.
  package var log: LogSettings
  /// How much of the past is kept.
  package var keep = KeepSettings()
  /// Whom to call as long as all is well; nil for nobody.
  package var ping: PingSettings?
  /// The tenants in the order of the file; there is at least one.
  package var tenants: [TenantConfiguration]

  /// Makes a configuration; nothing is checked.
  package init(file: String, state: String, log: LogSettings = LogSettings(), tenants: [TenantConfiguration]) {
    self.file = file
    self.state = state
    self.log = log
    self.tenants = tenants
  }
}

/// What is logged, and how.
package struct LogSettings: Sendable, Equatable {
  /// The least severe record that is written.
  package enum Level: String, Sendable, CaseIterable {
    case debug, info, notice, warning, error
  }

  /// The form of a record.
  package enum Format: String, Sendable, CaseIterable {
    /// The systemd journal when connected to it, text on a terminal, else JSON.
    case auto
    case journald, text, json
  }

  /// Records below it are left out.
  package var level = Level.info
  /// How records are written.
  package var format = Format.auto
  /// How often a summary of each tenant is logged.
  package var summaryEvery = Duration.seconds(15 * 60)
  /// Whether labels of entities and names of people may be in records.
  package var names = true

  /// The documented defaults.
  package init() {}
}

/// How long data is kept that is not kept for ever.
package struct KeepSettings: Sendable, Equatable {
  /// Decisions older than this are deleted.
  package var decisions = Duration.seconds(30 * 86_400)
  /// If there are more decisions than this, of all tenants together, the oldest are deleted.
  package var atMost = 1_000_000

  /// The documented defaults.
  package init() {}
}

/// One tenant: where it is, who we are there, which rules apply.
package struct TenantConfiguration: Sendable, Equatable {
  /// The name in logs and commands.
  package var name: String
  /// Scheme, host, port and perhaps a path, without a slash at the end.
  package var url: String
  /// The value of the `tenant` header.
  package var tenant: String
  /// The IANA name of the zone of the API's times.
  package var timezone: String
  /// The zone of that name; the loader has checked that there is one.
  package var zone: TimeZone { TimeZone(checked: timezone) }
  /// Who the daemon is there.
  package var credentials: CredentialSettings
  /// Files and folders of rules, in the order of the file.
  package var rules: [String]
  /// Which tasks are requested, and how often.
  package var poll = PollSettings()
  /// How many requests may be made.
  package var limits = LimitSettings()
  /// How old an answer of the server may be: its read cache.
  package var staleness = TenantConfiguration.standardStaleness
  /// How long a request with a lost answer may still take effect.
  package var lateApply = TenantConfiguration.standardLateApply
  /// How requests travel.
  package var http = HTTPSettings()
  /// A task that stops all effects while it is open; nil without one.
  package var stopButton: StopButtonSettings?

  /// The age of an answer by the vendor's page, which names a read cache.
  static let standardStaleness = Duration.seconds(15)
  static let standardLateApply = Duration.seconds(60)

  /// Makes a tenant with the documented defaults for everything that is not given.
  package init(
    name: String, url: String, tenant: String, timezone: String, credentials: CredentialSettings, rules: [String]
  ) {
    self.name = name
    self.url = url
    self.tenant = tenant
    self.timezone = timezone
    self.credentials = credentials
    self.rules = rules
  }
}

/// How the daemon proves who it is.
package struct CredentialSettings: Sendable, Equatable {
  /// How a session begins.
  package enum Login: Sendable, Equatable {
    case password(email: String, password: SecretSource)
    /// A bearer token that was issued beforehand.
    case token(SecretSource)
  }

  /// The user.
  package var login: Login
  /// The company's key, sent with every request but the login.
  package var apiKey: SecretSource

  /// Makes credentials; nothing is read.
  package init(login: Login, apiKey: SecretSource) {
    self.login = login
    self.apiKey = apiKey
  }
}

/// Where a secret is; never the secret.
package enum SecretSource: Sendable, Hashable {
  /// A systemd credential: a file of this name in `$CREDENTIALS_DIRECTORY`.
  case credential(String)
  /// A file that only its owner can read.
  case file(String)
  /// An environment variable.
  case env(String)
}

/// Which tasks are requested, and how often.
package struct PollSettings: Sendable, Equatable {
  /// From the start of one poll to the start of the next.
  package var every = Duration.seconds(30)
  /// The statuses to request, one request for each.
  package var statuses = [StatusName.pending]
  /// Whether to request overdue tasks as well.
  package var overdue = true

  /// The documented defaults.
  package init() {}
}

/// How many requests may be made to each endpoint.
package struct LimitSettings: Sendable, Equatable {
  /// A number of requests in a window of time.
  package struct Limit: Sendable, Equatable {
    /// At least one.
    package var requests: Int
    /// In any window of this length.
    package var per: Duration

    /// Makes a limit.
    package init(requests: Int, per: Duration) {
      self.requests = requests
      self.per = per
    }
  }

  /// Whether two endpoints draw on one limit of the server.
  package enum Sharing: Sendable, Equatable {
    case shared, separate
    /// Treated as shared until the server's answers show otherwise.
    case unknown
  }

  /// Whether lists and details share a limit.
  package var reads = Sharing.unknown
  /// Whether completing and reassigning share a limit.
  package var writes = Sharing.unknown
  /// For lists of tasks.
  package var list = Limit(requests: 30, per: .seconds(60))
  /// For a task's detail.
  package var detail = Limit(requests: 30, per: .seconds(60))
  /// For completing.
  package var complete = Limit(requests: 10, per: .seconds(60))
  /// For reassigning.
  package var reassign = Limit(requests: 10, per: .seconds(60))
  /// For logins; lower than the number at which the server blocks.
  package var login = Limit(requests: 2, per: .seconds(30))

  /// The documented defaults.
  package init() {}
}

/// The stop button: people stop all effects from within the tenant by opening this task.
package struct StopButtonSettings: Sendable, Equatable {
  /// The names of the task's workflow and step, exactly as in the tenant.
  package var workflow: String
  package var step: String

  /// Names the button; whether the tenant has it is not checked.
  package init(workflow: String, step: String) {
    self.workflow = workflow
    self.step = step
  }
}

/// How requests travel.
package struct HTTPSettings: Sendable, Equatable {
  /// How long making the connection may take.
  package var connectTimeout = Duration.seconds(10)
  /// How long the whole request may take, including the connection.
  package var timeout = Duration.seconds(30)
  /// Certificates to trust instead of the system's, as PEM.
  package var caFile: String?
  /// `http://host:port` of a proxy; the environment's proxy variables are never used.
  package var proxy: String?
  /// Whether the server may have a private address.
  package var allowPrivate = false

  /// The documented defaults.
  package init() {}
}
