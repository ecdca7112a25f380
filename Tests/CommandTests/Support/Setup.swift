/// The configuration of a world, with the API's constants divided by ``World/scale``.
struct Setup: Sendable {
  var url = ""
  var password = "{ file: password }"
  var apiKey = "{ file: api-key }"
  var logLevel = "info"
  var logFormat = "json"
  var timeout = "10s"
  var every = "1500ms"
  var rules = "[rules]"
  var authorities = "null"

  var yaml: String {
    """
    schema: 1
    state: state
    log: { level: \(logLevel), format: \(logFormat) }
    tenants:
    \(tenant("acme"))
    """
  }

  /// The lines of one tenant.
  func tenant(_ name: String) -> String {
    """
      \(name):
        url: \(url)
        timezone: America/Guayaquil
        credentials: { email: robot@acme.example, password: \(password), api_key: \(apiKey) }
        rules: \(rules)
        poll: { every: \(every) }
        limits:
          list: { requests: 30, per: 3s }
          detail: { requests: 30, per: 3s }
          complete: { requests: 10, per: 3s }
          reassign: { requests: 10, per: 3s }
          login: { requests: 2, per: 1500ms }
        staleness: 750ms
        late_apply: 3s
        http: { connect_timeout: 1s, timeout: \(timeout), ca_file: \(authorities) }
    """
  }
}
