import ArgumentParser
import Daemon
import Engine
import Foundation
import Glibc
import Journal
import RuleFiles
import Rules

/// Looks at the tasks of tenants: through the server while no daemon runs, else through what the daemon saw last.
struct Lookout {
  /// One tenant's tasks, and the means to read more of them where the server may be asked.
  struct Look {
    var sight: Sight
    var reader: TenantReader?

    /// Reads the detail of one task of each step, or of each in `steps`, where the server may be asked.
    mutating func addForms(of steps: Set<TenantDirectory.StepName>? = nil) async throws {
      guard var reader else { return }
      try await reader.addDetails(to: &sight, of: steps)
      self.reader = reader
    }
  }

  let options: LookingOptions
  let path: String
  let loaded: LoadedConfiguration

  init(options: LookingOptions, path: String) throws {
    self.options = options
    self.path = path
    loaded = try ConfigurationFile.loadQuietly(path)
  }

  /// Looks at each tenant in turn and collects what `body` makes of them; maps every failure to an exit code with a
  /// message.
  ///
  /// - Parameter stopsAtFirst: ends with the first tenant of which `body` makes something.
  func visit<Value>(
    stopsAtFirst: Bool = false, _ body: (inout Look) async throws -> Value?
  ) async throws -> [Value] {
    do {
      return try await look(stopsAtFirst, body)
    } catch let error as JournalError {
      Terminal.complain("capataz: \(error)")
      throw error.exitCode
    } catch let error as CredentialError {
      Terminal.complain("capataz: \(error)")
      throw ExitCode.credentials
    } catch let error as PlanError {
      Terminal.complain("capataz: \(error)")
      throw error.ending == .credentialsRefused ? ExitCode.credentials : ExitCode.findings
    } catch let error as LookupError {
      Terminal.complain("capataz: \(error)")
      throw error.exitCode
    }
  }

  private func look<Value>(
    _ stopsAtFirst: Bool, _ body: (inout Look) async throws -> Value?
  ) async throws -> [Value] {
    let tenants = try options.tenants(of: loaded)
    guard let journal = try await openJournal() else { return try await lookThroughDaemon(tenants, stopsAtFirst, body) }
    var values: [Value] = []
    for (tenant, rules) in tenants where !stopsAtFirst || values.isEmpty {
      if let value = try await ask(tenant, rules, journal, body) { values.append(value) }
    }
    try await journal.close()
    return values
  }

  /// The journal; nil while a daemon holds it and its view will do.
  private func openJournal() async throws -> Journal? {
    do throws(JournalError) {
      return try await Journal.open(
        directory: loaded.configuration.state, asOf: SystemClock().now(), allowVolatile: options.allowVolatileState)
    } catch {
      if case .heldByAnother = error, !options.fresh { return nil }
      throw error
    }
  }

  private func ask<Value>(
    _ tenant: TenantConfiguration, _ rules: RuleSet, _ journal: Journal,
    _ body: (inout Look) async throws -> Value?
  ) async throws -> Value? {
    let log = ReportLog(.warningsOnly, isTerminal: true, colour: Terminal.hasColour(STDERR_FILENO))
    var reader = try TenantReader(
      tenant, rules, options: .init(configPath: path, environment: ProcessInfo.processInfo.environment),
      journal: journal, state: loaded.configuration.state, log: log, tell: { Terminal.complain("capataz: \($0)") })
    do {
      var look = Look(sight: try await reader.sight(), reader: reader)
      let value = try await body(&look)
      await reader.close()
      return value
    } catch {
      await reader.close()
      throw error
    }
  }

  private func lookThroughDaemon<Value>(
    _ tenants: [(tenant: TenantConfiguration, rules: RuleSet)], _ stopsAtFirst: Bool,
    _ body: (inout Look) async throws -> Value?
  ) async throws -> [Value] {
    let reader = try JournalReader.open(directory: loaded.configuration.state)
    defer { reader.close() }
    var values: [Value] = []
    for (tenant, rules) in tenants where !stopsAtFirst || values.isEmpty {
      guard let listing = try reader.latestListing(tenant: tenant.name) else {
        Terminal.complain("capataz: tenant '\(tenant.name)': the daemon has not read any tasks yet")
        continue
      }
      var look = Look(sight: Sight(tenant: tenant, rules: rules, listing: listing, age: .at(listing.at)))
      if let value = try await body(&look) { values.append(value) }
    }
    return values
  }
}

extension ConfigurationFile {
  /// Loads everything for a command that looks: warnings are left to `check`; with a mistake it ends with 78.
  static func loadQuietly(_ path: String) throws(ExitCode) -> LoadedConfiguration {
    let loaded = ConfigurationLoader(state: stateFromSystemd).load(path)
    guard let value = loaded.value else {
      Terminal.print(loaded.diagnostics)
      throw ExitCode.configuration
    }
    return value
  }
}
