package import Engine
import Log
import Records
import RuleFiles

/// Why a tenant's tasks could not be looked at.
package struct PlanError: Error {
  package var tenant: String
  package var url: String
  package var ending: Ending
  /// What the last try ended with, where that is known.
  package var why: String?

  init(_ tenant: TenantConfiguration, _ ending: Ending, _ engine: Engine? = nil) {
    self.tenant = tenant.name
    url = tenant.url
    self.ending = ending
    why = engine?.trouble
  }
}

extension PlanError: CustomStringConvertible {
  package var description: String {
    switch ending {
    case .credentialsRefused:
      "tenant '\(tenant)': the server at \(url) refuses the credentials; check e-mail, password and API key"
    default:
      "tenant '\(tenant)': the tasks could not be read from \(url)\(why.map { ": " + LogText.safe($0) } ?? ""); check "
        + "'url' in the configuration, the network and the server, then try again"
    }
  }
}
