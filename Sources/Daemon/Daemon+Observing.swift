import Engine
import Journal
import Log
import Records
import TenantRuntime

/// Goes on without the journal while a person must look at it.
extension Daemon {
  /// From now on every tenant is polled and decided about, but nothing is sent or journalled.
  func observe(_ error: JournalError, _ site: inout SupervisorState) {
    guard site.memory.obstacle == nil else { return }
    site.memory = .withheld(error)
    tell(error)
    for (name, tenant) in site.tenants where !tenant.isEnding {
      site.tenants[name]?.isEnding = true
      site.tenants[name]?.replacement = tenant.configuration
      tenant.inbox.post(.stop)
    }
  }

  func tell(_ obstacle: JournalError) {
    log.write(obstacle.event(.observing(why: "\(obstacle)")))
  }
}
