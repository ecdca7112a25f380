import Foundation
import RuleFiles
import TenantRuntime
import YAML

/// Why a tenant, or a whole file of tenants, is not taken over as in its files.
struct TenantRefusal: Sendable, Equatable {
  /// The tenant's name, or the file's path.
  var name: String
  /// In the order in which they were found, each with its place and what to do; never empty.
  var mistakes: [String]
  /// True where the files are valid and a secret is not.
  var isOfSecrets = false

  /// The first mistake, how many more there are, and where to see all of them.
  var words: String {
    let more = mistakes.count > 1 ? ", and \(mistakes.count - 1) more" : ""
    return "\(mistakes.first ?? "")\(more); see all with: capataz \(isOfSecrets ? "status" : "check")"
  }

  init(_ name: String, _ mistakes: [Diagnostic]) {
    self.name = name
    self.mistakes = mistakes.map(\.inShort)
  }

  init(_ name: String, _ errors: [CredentialError]) {
    self.name = name
    mistakes = errors.map(\.description)
    isOfSecrets = true
  }
}

extension Diagnostic {
  /// Place and message on one line.
  var inShort: String { rendered().split(separator: "\n").first.map(String.init) ?? message }
}

extension LoadedConfiguration {
  /// Why tenants and files of tenants were left out, and which tenants of `old` are affected.
  ///
  /// A tenant is found by its name, or by the file that it came from, where the file can no longer be read.
  func refusals(beside old: LoadedConfiguration?) -> [TenantRefusal] {
    let right = Set(configuration.tenants.map(\.name))
    var mistakes: [String: [Diagnostic]] = [:]
    var order: [String] = []
    for left in leftOut {
      let earlier = old?.files.filter { $0.value == left.name && !right.contains($0.key) }.map(\.key).sorted() ?? []
      let names = left.isFile ? left.tenants + earlier.filter { !left.tenants.contains($0) } : [left.name]
      for name in names.isEmpty ? [left.name] : names {
        if mistakes[name] == nil { order.append(name) }
        mistakes[name, default: []] += left.mistakes
      }
    }
    return order.map { TenantRefusal($0, mistakes[$0] ?? []) }
  }
}
