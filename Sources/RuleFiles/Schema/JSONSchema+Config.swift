import JSON

extension JSONSchema {
  static var configuration: JSONValue {
    map(
      // Tenants may be in files of their own, which have this form as well.
      Keys.configuration, required: ["schema"],
      [
        "schema": version, "state": anyText,
        "log": map(
          Keys.log,
          [
            "level": words(LogSettings.Level.self), "format": words(LogSettings.Format.self),
            "summary_every": duration, "names": flag,
          ]),
        "keep": map(Keys.keep, ["decisions": duration, "at_most": integer(1_000...1_000_000_000)]),
        "tenants": named(tenant),
      ])
  }

  private static var tenant: JSONValue {
    let limits = Dictionary(uniqueKeysWithValues: Keys.limits.map { ($0, requestLimit) })
    return map(
      Keys.tenant, required: ["url", "timezone", "credentials", "rules"],
      [
        "url": text("^https?://[^/?#]+/*$"), "tenant": anyText, "timezone": anyText, "credentials": credentials,
        "rules": list(anyText), "staleness": duration, "late_apply": duration,
        "poll": map(
          Keys.poll, ["every": duration, "statuses": list(words(StatusName.self)), "overdue": flag]),
        "limits": map(Keys.limits, limits),
        "http": map(
          Keys.http,
          [
            "connect_timeout": duration, "timeout": duration, "ca_file": ["type": ["string", "null"]],
            "proxy": ["type": ["string", "null"]], "allow_private": flag,
          ]),
        "stop_button": map(
          Keys.stopButton, required: Keys.stopButton, ["workflow": anyText, "step": anyText]),
      ])
  }

  private static var requestLimit: JSONValue {
    map(Keys.requestLimit, ["requests": integer(1...100_000), "per": duration])
  }

  private static var credentials: JSONValue {
    let secret = map(
      Keys.secret, exactlyOneOf: Keys.secret, Dictionary(uniqueKeysWithValues: Keys.secret.map { ($0, anyText) }))
    return map(
      Keys.credentials, required: ["api_key"], exactlyOneOf: ["password", "token"],
      ["email": anyText, "password": secret, "token": secret, "api_key": secret])
  }
}
