import Engine
import Foundation
import Log
import Records
import RuleFiles
import TenantRuntime

/// Tenants with mistakes in their files or secrets: each keeps what it had or is left out, and no other tenant waits
/// for it.
extension Daemon {
  /// Remembers which tenants are refused, and reports each once; returns their part of the answer.
  func note(_ refusals: [TenantRefusal], kept: Set<String>, _ site: inout SupervisorState) -> [ReloadAnswer.Tenant] {
    let earlier = site.refused
    let parts = refusals.map { refusal in
      tell(refusal, isKept: kept.contains(refusal.name))
      return ReloadAnswer.Tenant(
        refusal, isKept: kept.contains(refusal.name), since: earlier[refusal.name]?.since ?? .now)
    }
    site.refused = Dictionary(parts.map { ($0.tenant, $0) }) { first, _ in first }
    return parts
  }

  private func tell(_ refusal: TenantRefusal, isKept: Bool) {
    if refusal.isOfSecrets {
      for mistake in refusal.mistakes { log.write(.secretUnsafe(.mistake(mistake)), of: refusal.name) }
    }
    log.write(
      .daemonReloadFailed(.tenant(why: refusal.words, isKept: isKept)), of: refusal.name)
  }

  /// Sums up the answer, reports what was taken over, and notes it for the status line.
  func conclude(_ answer: inout ReloadAnswer, _ site: inout SupervisorState) {
    let refused = answer.tenants.filter(\.isRefused).map(\.tenant)
    site.lastReload = refused.isEmpty ? "" : "last reload refused for \(refused.few)"
    guard answer.tenants.count > refused.count else {
      answer.verdict = .refused
      answer.why = answer.refusals.first
      return
    }
    answer.verdict = refused.isEmpty ? .reloaded : .partly
    log.write(.daemonReloadOK(answer.facts))
  }
}

extension ReloadAnswer.Tenant {
  /// The most mistakes of a tenant that are reported; `check` shows all mistakes in its files.
  private static let mostMistakes = 10

  init(_ refusal: TenantRefusal, isKept: Bool, since: Date) {
    self.init(tenant: refusal.name, change: isKept ? .refused : .leftOut)
    mistakes = Array(refusal.mistakes.prefix(Self.mostMistakes))
    why = refusal.words
    self.since = since
  }
}
