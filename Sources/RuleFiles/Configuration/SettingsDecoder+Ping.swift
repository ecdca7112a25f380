import YAML

extension SettingsDecoder {
  /// Reads `ping`; nil where it has a mistake.
  func ping(_ node: Node?) -> PingSettings?? {
    guard let node else { return .some(nil) }
    // Somebody may write the address itself.
    if case .mapping = node.content {} else { findings.hide(node) }
    guard let fields = Fields(node, "'ping'", keys: Keys.ping, isSecret: true, findings) else { return nil }
    let url = fields.required("url").flatMap { SecretDecoder(findings: findings, folder: folder).source($0, "url") }
    var every = PingSettings.standardPeriod
    var isGood = !fields.hasUnknown
    findings.set(&every, fields["every"], &isGood) { findings.duration($0) }
    if let node = fields["every"], isGood, every < .seconds(1) {
      findings.error("'ping.every' is shorter than a second; the usual time is 5m", at: node.mark)
      isGood = false
    }
    guard let http = self.http(fields["http"]), let url, isGood else { return nil }
    var settings = PingSettings(url: url)
    (settings.every, settings.http) = (every, http)
    return settings
  }

  /// Warns where calls come later than is asked for, because a tenant is polled more seldom.
  func compare(_ ping: PingSettings?, with tenants: [TenantConfiguration], at mark: Mark) {
    guard let ping, let slowest = tenants.max(by: { $0.poll.every < $1.poll.every }), slowest.poll.every > ping.every
    else { return }
    findings.warning(
      "'ping.every' is shorter than 'poll.every' of tenant \(slowest.name.quotedForMessage): a call follows a poll of "
        + "all tenants, so its receiver must wait as long as that", at: mark)
  }
}
