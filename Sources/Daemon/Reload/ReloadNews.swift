import Engine
import GeoTareas
import Records
import RuleFiles
import Rules
import TenantRuntime

/// The result of loading everything again.
struct ReloadNews: Sendable {
  /// When it began, in microseconds of `CLOCK_MONOTONIC`.
  var began: Int64
  var outcome: Outcome

  enum Outcome: Sendable {
    /// Nothing is taken over.
    case refused(why: String)
    case loaded(Harvest)
  }

  /// What to take over.
  struct Harvest: Sendable {
    /// The valid tenants as in the files, and the others as they were.
    var configuration: LoadedConfiguration
    /// Credentials of the valid tenants.
    var credentials: [String: Credentials]
    var refusals: [TenantRefusal] = []
    var ping = WhomToCall.nobody
    /// Differences for valid tenants that existed before, by name.
    var differences: [String: Difference] = [:]

    /// The refused tenants that go on with what they had.
    var kept: Set<String> {
      Set(refusals.map(\.name)).intersection(configuration.configuration.tenants.map(\.name))
    }
  }

  /// What differs in the rules of a tenant, and in what they decide.
  struct Difference: Sendable {
    var rules: RuleChanges
    /// Nil where no decision could change, or no poll is on record.
    var outlook: ReloadOutlook?
  }
}
