import ArgumentParser
import Daemon
import Engine
import Foundation
import GeoTareas
import Glibc
import Inspection
import Journal
import Log
import Platform
import Records
import RuleFiles
import Rules
import TenantRuntime

/// Looks at tenants' tasks: through the server while no daemon runs, otherwise as the daemon saw them last.
struct InspectionSession {
  /// One tenant's tasks, and the means to read more where the server may be asked.
  struct Tenant {
    var snapshot: TenantSnapshot
    var reader: TenantReader?

    /// Reads the detail of one task of each step, or of each step in `steps`, where the server may be asked.
    ///
    /// - Parameter anew: Whether also of steps whose form the daemon has seen within a day.
    mutating func addForms(of steps: Set<StepName>? = nil, anew: Bool) async throws {
      guard var reader else { return }
      try await reader.addDetails(to: &snapshot, of: steps, anew: anew)
      self.reader = reader
    }

    /// Reads the details of these tasks, where the server may be asked.
    mutating func addDetails(of tasks: some Sequence<TaskID>) async throws {
      guard var reader else { return }
      try await reader.addDetails(of: Array(tasks), to: &snapshot)
      self.reader = reader
    }
  }

  let options: InspectionOptions
  let path: String
  let loaded: LoadedConfiguration
  /// What the command ends with where the tasks cannot be read.
  var whenUnreachable = ExitCode.findings
  /// Whether what the daemon saw last will do where no daemon runs and the secrets are not here.
  var doesWithoutSecrets = false

  init(options: InspectionOptions, path: String) throws {
    self.options = options
    self.path = path
    loaded = try ConfigurationFile.load(path)
  }

  /// Where tasks are read from.
  enum Source {
    /// From the server; this process holds the journal.
    case server(Journal)
    /// From the journal that a running daemon writes.
    case daemon(JournalReader)
  }

  /// Opens the source and closes it afterwards; every failure ends the command with a message and an exit code.
  ///
  /// On a terminal it is shown how far `body` is.
  func open<Value>(_ body: (Source, WorkProgress) async throws -> Value) async throws -> Value {
    try await Terminal.complaining(unreachable: whenUnreachable) {
      try await Terminal.withProgress { progress in
        progress.begin("opening the journal")
        if let journal = try await openJournal() {
          let value = try await body(.server(journal), progress)
          try await journal.close()
          return value
        }
        progress.begin("reading what the daemon saw")
        let reader = try JournalReader.open(directory: loaded.configuration.state)
        defer { reader.close() }
        return try await body(.daemon(reader), progress)
      }
    }
  }

  /// The journal; nil while a daemon holds it and its snapshot is enough.
  private func openJournal() async throws -> Journal? {
    if let missing = missingSecret, hasSeenAll {
      Terminal.complain("capataz: \(missing) is not here, so the server is not asked: this is what the daemon saw last")
      return nil
    }
    do throws(JournalError) {
      return try await Journal.open(
        directory: loaded.configuration.state, asOf: SystemClock().now(), allowVolatile: options.allowVolatileState,
        retention: Retention(loaded.configuration.keep), isForLooking: true)
    } catch {
      if case .heldByAnother = error, !options.fresh { return nil }
      throw error
    }
  }

  /// A secret without which the server cannot be asked, in words; nil where all are here, or it is to be asked.
  private var missingSecret: String? {
    guard doesWithoutSecrets, !options.fresh, let tenants = try? options.tenants(of: loaded) else { return nil }
    let reader = CredentialReader(
      environment: ServicePlaces.environment(for: path), safety: SecretSafety(state: loaded.configuration.state))
    return tenants.lazy.compactMap { reader.missing(of: $0.tenant.credentials).first }.first
  }

  /// Whether a daemon has left its view of every tenant that the command is about.
  private var hasSeenAll: Bool {
    guard let tenants = try? options.tenants(of: loaded),
      let reader = try? JournalReader.open(directory: loaded.configuration.state)
    else { return false }
    defer { reader.close() }
    // While a daemon runs, there is nothing to say about secrets.
    return !reader.isInUse && tenants.allSatisfy { (try? reader.latestListing(tenant: $0.tenant.name)) != nil }
  }

  /// Looks at each tenant in turn and collects the results of `body`.
  ///
  /// - Parameter stopsAtFirst: True to end with the first tenant for which `body` returns something.
  func visit<Value>(
    stopsAtFirst: Bool = false, _ body: (inout Tenant) async throws -> Value?
  ) async throws -> [Value] {
    let tenants = try options.tenants(of: loaded)
    return try await open { source, progress in
      var values: [Value] = []
      for (tenant, rules) in tenants where !stopsAtFirst || values.isEmpty {
        let value =
          switch source {
          case .server(let journal): try await ask(tenant, rules, journal, progress, body)
          case .daemon(let reader): try await lookThrough(reader, tenant, rules, body)
          }
        if let value { values.append(value) }
      }
      return values
    }
  }

  private func ask<Value>(
    _ tenant: TenantConfiguration, _ rules: RuleSet, _ journal: Journal, _ progress: WorkProgress,
    _ body: (inout Tenant) async throws -> Value?
  ) async throws -> Value? {
    var reader = try TenantReader(
      tenant, rules, environment: ServicePlaces.environment(for: path), journal: journal,
      state: loaded.configuration.state, log: Self.log(loaded.configuration.log),
      progress: progress)
    do {
      var look = Tenant(snapshot: try await reader.snapshot(), reader: reader)
      look.snapshot.forms = try forms(of: tenant)
      let value = try await body(&look)
      await reader.close()
      return value
    } catch {
      await reader.close()
      throw error
    }
  }

  private func lookThrough<Value>(
    _ reader: JournalReader, _ tenant: TenantConfiguration, _ rules: RuleSet,
    _ body: (inout Tenant) async throws -> Value?
  ) async throws -> Value? {
    guard let listing = try reader.latestListing(tenant: tenant.name) else {
      Self.complainOfNothingSeen(tenant)
      return nil
    }
    var look = Tenant(snapshot: TenantSnapshot(tenant: tenant, rules: rules, listing: listing, age: .at(listing.at)))
    look.snapshot.forms = try reader.forms(tenant: tenant.name)
    return try await body(&look)
  }

  private func forms(of tenant: TenantConfiguration) throws(JournalError) -> [KnownForm] {
    let reader = try JournalReader.open(directory: loaded.configuration.state)
    defer { reader.close() }
    return try reader.forms(tenant: tenant.name)
  }

  static func complainOfNothingSeen(_ tenant: TenantConfiguration) {
    Terminal.complain("capataz: tenant '\(tenant.name)': the daemon has not read any tasks yet")
  }

  /// Shows problems on the way as text.
  ///
  /// - Parameter settings: The daemon's, of which it keeps whether names may be shown.
  static func log(_ settings: LogSettings) -> ReportLog {
    var settings = settings
    settings.level = .warning
    settings.format = .text
    return ReportLog(settings, isTerminal: true, colour: Terminal.hasColour(STDERR_FILENO))
  }
}
