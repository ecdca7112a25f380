import JSON

extension JSONSchema {
  static var configuration: JSONValue {
    map(
      // Tenants may be in files of their own, which have this form as well.
      Keys.configuration,
      [
        "schema": version, "state": anyText,
        "log": map(
          Keys.log,
          [
            "level": words(LogSettings.Level.self), "format": words(LogSettings.Format.self),
            "summary_every": duration, "names": flag,
          ]),
        "keep": map(Keys.keep, ["decisions": duration, "at_most": integer(1_000...1_000_000_000)]),
        "ping": map(Keys.ping, ["url": secret, "every": duration, "http": http]),
        "tenants": named(tenant, [notEmpty]),
      ])
  }

  private static var tenant: JSONValue {
    map(
      Keys.tenant,
      [
        "url": origin, "tenant": text("^[!-~]{1,253}$", "a host name such as acme.geotareas.com"), "timezone": zone,
        "credentials": credentials, "rules": list(anyText), "staleness": duration, "late_apply": duration,
        "poll": map(Keys.poll, ["every": duration, "statuses": statuses, "overdue": flag]),
        "limits": map(
          Keys.limits, Dictionary(uniqueKeysWithValues: Keys.limits.map { ($0, requestLimit) }),
          [excludes([("reads", "list"), ("reads", "detail"), ("writes", "complete"), ("writes", "reassign")])]),
        "http": http,
        "stop_button": map(Keys.stopButton, ["workflow": anyText, "step": anyText]),
      ])
  }

  private static let host = #"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/*$"#
  private static let loopback = #"(127\.[0-9]+\.[0-9]+\.[0-9]+|\[[0:.]*1\])(:[0-9]{1,5})?/*$"#
  private static let scheme = "[Hh][Tt][Tt][Pp]"
  private static let origin = text(
    "^(\(scheme)[Ss]://\(host)|\(scheme)://\(loopback))",
    "https://host without a path; http only to a loopback address such as http://127.0.0.1:8080")
  private static let proxy = text("^\(scheme)[Ss]?://\(host)", "an address such as http://proxy:3128")

  private static var statuses: JSONValue {
    .object((list(words(StatusName.self)).members ?? []) + [.init("uniqueItems", true)])
  }

  private static var requestLimit: JSONValue {
    map(Keys.requestLimit, ["requests": integer(1...100_000), "per": duration])
  }

  private static var http: JSONValue {
    map(
      Keys.http,
      [
        "connect_timeout": duration, "timeout": duration, "ca_file": orNull(anyText), "proxy": orNull(proxy),
        "allow_private": flag,
      ])
  }

  private static var secret: JSONValue {
    map(
      Keys.secret, exactlyOneOf: Keys.secret,
      [
        "credential": text("^[a-z0-9_-]{1,64}$", "1 to 64 of a-z 0-9 _ -"), "file": anyText,
        "env": text("^[A-Za-z_][A-Za-z0-9_]*$", "letters, digits and '_', no digit first"),
      ])
  }

  private static var credentials: JSONValue {
    map(
      Keys.credentials, exactlyOneOf: ["password", "token"],
      [
        "email": text(#"^[^@\s]+@[^@\s]+$"#, "an e-mail address"), "password": secret, "token": secret,
        "api_key": secret,
      ], [needs([("email", ["password"]), ("password", ["email"])])])
  }
}
