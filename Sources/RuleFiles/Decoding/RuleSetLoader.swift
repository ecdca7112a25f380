package import Foundation
package import Rules
import YAML

/// Loads rules from files and folders, all or nothing.
package struct RuleSetLoader: Sendable {
  private let lintSteps: Int?

  /// Makes a loader; it keeps nothing between loads.
  ///
  /// - Parameter lintSteps: How much work it may be to compare rules with each other; nil for the usual.
  package init(lintSteps: Int? = nil) { self.lintSteps = lintSteps }

  /// Loads the rules of one tenant.
  ///
  /// Folders are read with their sub-folders: `*.yaml` in the order of their paths, without dot files and without
  /// `*.test.yaml`. Rules stand in the set in the order of the files, then of their place. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - paths: files or folders; relative ones against the working directory.
  ///   - now: the time by which it is judged whether the holidays of a calendar end soon; nil does not judge.
  package func load(_ paths: [String], at now: Date? = nil) -> Loaded<RuleSet> {
    let load = Load(now: now)
    if let lintSteps { load.lintSteps = (lintSteps, lintSteps) }
    let place = Mark(file: paths.first ?? "rules")
    let set = RuleSetReader(load: load).rules(paths.map { .init(path: $0, mark: nil) }, for: place)
    return Loaded(set, load.diagnostics())
  }
}
