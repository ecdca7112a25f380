package import Foundation
package import Rules
import YAML

/// Loads rules from files and folders, all or nothing.
package struct RuleSetLoader: Sendable {
  private let lintSteps: Int?

  /// Makes a loader; it keeps nothing between loads.
  ///
  /// - Parameter lintSteps: The most steps for comparing rules with each other; nil for the usual number.
  package init(lintSteps: Int? = nil) { self.lintSteps = lintSteps }

  /// Loads the rules of one tenant.
  ///
  /// Folders are read with their sub-folders: `*.yaml` in the order of their paths, without dot files and without
  /// `*.test.yaml`. The rules are in the order of the files, and within a file in its order. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - paths: Files or folders; relative ones start from the working directory.
  ///   - now: The time for judging whether the holidays of a calendar end soon; nil to leave that out.
  package func load(_ paths: [String], at now: Date? = nil) -> Loaded<RuleSet> {
    let load = Load(now: now)
    if let lintSteps { load.lintSteps = (lintSteps, lintSteps) }
    let place = Mark(file: paths.first ?? "rules")
    let set = RuleSetReader(load: load).rules(paths.map { .init(path: $0, mark: nil) }, for: place)
    return Loaded(set, load.diagnostics())
  }
}
