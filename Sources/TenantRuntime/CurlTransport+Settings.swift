package import HTTP
import Platform
package import RuleFiles

extension CurlTransport.Configuration {
  /// For a command that a person waits for: a server that does not answer at all is given up sooner.
  package init(lookingThrough http: HTTPSettings) {
    self.init(http)
    connectTimeout = min(connectTimeout, .seconds(5))
  }

  package init(_ http: HTTPSettings) {
    self.init()
    connectTimeout = http.connectTimeout
    timeout = http.timeout
    caFile = http.caFile
    proxy = http.proxy
    allowPrivate = http.allowPrivate
    userAgent = "capataz/\(ProgramIdentity.version)"
  }
}
