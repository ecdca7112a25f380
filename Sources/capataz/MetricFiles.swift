import ArgumentParser
import Daemon
import Inspection
import Journal
import Platform
import RuleFiles

/// Reads what metrics are made of.
enum MetricFiles {
  /// All metrics of a configuration; complains about what keeps them from being read.
  ///
  /// Mistakes of single tenants are told by the metrics themselves, not here: they are read again and again.
  static func report(
    _ path: String, tenant: String? = nil, grain: MetricGrain?
  ) throws -> MetricReport {
    let files = try files(path)
    let directory = files.configuration.state
    let reload = ReloadResponder.lastAnswer(in: directory)
    let all = files.tenants(and: reload)
    let tenants = all.filter { tenant == nil || $0.name == tenant }
    if let tenant, tenants.isEmpty {
      throw UnknownName.tenant(tenant, among: all)
    }
    do throws(JournalError) {
      return try MetricReport(
        MetricReport.Question(
          directory: directory, tenants: tenants, rules: files.rules, reload: reload, grain: grain),
        at: SystemClock().now())
    } catch {
      Terminal.complain("capataz: \(error)")
      throw error.exitCode
    }
  }

  private static func files(_ path: String) throws(ExitCode) -> StatusFiles {
    do throws(ExitCode) { return try StatusFiles(path, complain: nil) } catch {
      // Now with words.
      _ = try ConfigurationFile.loadAlone(path)
      throw error
    }
  }
}

extension MetricGrain: ExpressibleByArgument {}
