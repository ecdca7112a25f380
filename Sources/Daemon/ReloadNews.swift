import Engine
import GeoTareas
import RuleFiles
import Rules

/// What came of loading everything anew.
struct ReloadNews: Sendable {
  /// When it began, in microseconds of `CLOCK_MONOTONIC`.
  var began: Int64
  var outcome: Outcome

  enum Outcome: Sendable {
    /// Nothing is taken over.
    case refused(why: String)
    case loaded(Harvest)
  }

  /// What is to be taken over.
  struct Harvest: Sendable {
    /// The tenants that are right, as the files have them, and those that keep what they had.
    var configuration: LoadedConfiguration
    /// Of the tenants that are right.
    var credentials: [String: Credentials]
    var refusals: [TenantRefusal] = []
    /// By the names of tenants that were there before and are right.
    var differences: [String: Difference] = [:]

    /// The tenants that are refused and go on with what they had.
    var kept: Set<String> {
      Set(refusals.map(\.name)).intersection(configuration.configuration.tenants.map(\.name))
    }
  }

  /// What differs in the rules of a tenant, and in what they decide.
  struct Difference: Sendable {
    var rules: RuleChanges
    /// Nil where nothing could be decided differently, or no poll is on record.
    var outlook: ReloadOutlook?
  }
}
