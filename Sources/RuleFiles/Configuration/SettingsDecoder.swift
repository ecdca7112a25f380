import YAML

/// Reads the groups of settings; each may be missing as a whole or in part.
struct SettingsDecoder {
  let findings: Diagnostics
  /// The folder that relative paths start from.
  let folder: String

  func log(_ node: Node?) -> LogSettings? {
    var settings = LogSettings()
    guard let node else { return settings }
    guard
      let fields = Fields(
        node, "'log'", keys: Keys.log, scalar: { LogSettings.Level(rawValue: $0) == nil ? nil : "{ level: \($0) }" },
        findings)
    else { return nil }
    var isGood = true
    findings.set(&settings.level, fields["level"], &isGood) { findings.word($0, "level", of: LogSettings.Level.self) }
    findings.set(&settings.format, fields["format"], &isGood) {
      findings.word($0, "format", of: LogSettings.Format.self)
    }
    findings.set(&settings.summaryEvery, fields["summary_every"], &isGood) { findings.duration($0) }
    findings.set(&settings.names, fields["names"], &isGood) { findings.flag($0) }
    return isGood ? settings : nil
  }

  func keep(_ node: Node?) -> KeepSettings? {
    var settings = KeepSettings()
    guard let node else { return settings }
    guard
      let fields = Fields(
        node, "'keep'", keys: Keys.keep, scalar: { Duration(written: $0) == nil ? nil : "{ decisions: \($0) }" },
        findings)
    else { return nil }
    var isGood = true
    findings.set(&settings.decisions, fields["decisions"], &isGood) { findings.duration($0) }
    findings.set(&settings.atMost, fields["at_most"], &isGood) { findings.integer($0, in: 1_000...1_000_000_000) }
    return isGood ? settings : nil
  }

  /// - Parameters:
  ///   - staleness: Nil when it is wrong, and then nothing is compared with it.
  ///   - place: Where the staleness is given.
  func poll(_ node: Node?, staleness: Duration?, at place: Mark) -> PollSettings? {
    var settings = PollSettings()
    var isGood = true
    var mark = place
    if let node {
      guard
        let fields = Fields(
          node, "'poll'", keys: Keys.poll, scalar: { Duration(written: $0) == nil ? nil : "{ every: \($0) }" }, findings
        )
      else { return nil }
      findings.set(&settings.every, fields["every"], &isGood) { findings.duration($0) }
      findings.set(&settings.statuses, fields["statuses"], &isGood) { statuses($0) }
      findings.set(&settings.overdue, fields["overdue"], &isGood) { findings.flag($0) }
      if let every = fields["every"] { mark = every.mark }
    }
    if isGood, let staleness, settings.every < staleness {
      findings.error("'poll.every' is shorter than 'staleness'; the server would answer from its cache", at: mark)
      isGood = false
    }
    return isGood ? settings : nil
  }

  func limits(_ node: Node?) -> LimitSettings? {
    let standard = LimitSettings()
    var settings = standard
    guard let node else { return settings }
    guard let fields = Fields(node, "'limits'", keys: Keys.limits, findings) else { return nil }
    var isGood = true
    isGood = share("reads", of: ("list", "detail"), fields, &settings.reads) && isGood
    isGood = share("writes", of: ("complete", "reassign"), fields, &settings.writes) && isGood
    findings.set(&settings.list, fields["reads"], &isGood) { limit($0, standard.list) }
    if settings.reads == .shared { settings.detail = settings.list }
    findings.set(&settings.complete, fields["writes"], &isGood) { limit($0, standard.complete) }
    if settings.writes == .shared { settings.reassign = settings.complete }
    findings.set(&settings.list, fields["list"], &isGood) { limit($0, standard.list) }
    findings.set(&settings.detail, fields["detail"], &isGood) { limit($0, standard.detail) }
    findings.set(&settings.complete, fields["complete"], &isGood) { limit($0, standard.complete) }
    findings.set(&settings.reassign, fields["reassign"], &isGood) { limit($0, standard.reassign) }
    findings.set(&settings.login, fields["login"], &isGood) { limit($0, standard.login) }
    return isGood ? settings : nil
  }

  /// Finds out from the present keys whether two endpoints share a limit; false where the keys contradict each other.
  private func share(
    _ both: String, of endpoints: (String, String), _ fields: Fields, _ sharing: inout LimitSettings.Sharing
  ) -> Bool {
    let single = [endpoints.0, endpoints.1].first { fields[$0] != nil }
    switch (fields[both] != nil, single) {
    case (true, let single?):
      findings.error(
        "'\(both)' is one limit for '\(endpoints.0)' and '\(endpoints.1)' together, and '\(single)' is given as well; "
          + "keep '\(both)' where the server counts them together, the others where it counts them apart",
        at: fields.mark(of: single))
      return false
    case (true, nil): sharing = .shared
    case (false, .some): sharing = .separate
    case (false, nil): break
    }
    return true
  }

  func stopButton(_ node: Node?) -> StopButtonSettings?? {
    guard let node else { return .some(nil) }
    guard let fields = Fields(node, "'stop_button'", keys: Keys.stopButton, findings) else { return nil }
    let workflow = fields.required("workflow").flatMap { findings.name($0, "the name of a workflow") }
    let step = fields.required("step").flatMap { findings.name($0, "the name of a step") }
    guard let workflow, let step, !fields.hasUnknown else { return nil }
    return StopButtonSettings(workflow: workflow, step: step)
  }

  func http(_ node: Node?) -> HTTPSettings? {
    var settings = HTTPSettings()
    guard let node else { return settings }
    guard let fields = Fields(node, "'http'", keys: Keys.http, findings) else { return nil }
    var isGood = true
    findings.set(&settings.connectTimeout, fields["connect_timeout"], &isGood) { findings.duration($0) }
    findings.set(&settings.timeout, fields["timeout"], &isGood) { findings.duration($0) }
    findings.set(&settings.caFile, fields.value("ca_file"), &isGood) {
      findings.text($0, "a path").map { joined(folder, $0) }
    }
    findings.set(&settings.proxy, fields.value("proxy"), &isGood) { proxy($0) }
    findings.set(&settings.allowPrivate, fields["allow_private"], &isGood) { findings.flag($0) }
    if isGood, settings.timeout < settings.connectTimeout {
      let key = fields["timeout"] != nil ? "timeout" : "connect_timeout"
      findings.error("'timeout' is shorter than 'connect_timeout'; it covers both", at: fields.mark(of: key))
      isGood = false
    }
    return isGood ? settings : nil
  }

  private func limit(_ node: Node, _ standard: LimitSettings.Limit) -> LimitSettings.Limit? {
    var limit = standard
    guard
      let fields = Fields(
        node, "a limit", keys: Keys.requestLimit, scalar: { RateText($0)?.requestLimit }, findings)
    else { return nil }
    var isGood = true
    findings.set(&limit.requests, fields["requests"], &isGood) { findings.integer($0, in: 1...100_000) }
    findings.set(&limit.per, fields["per"], &isGood) { findings.duration($0) }
    return isGood ? limit : nil
  }

  private func statuses(_ node: Node) -> [StatusName]? {
    guard case .sequence(let items) = node.content, !items.isEmpty else {
      return findings.expected("a list of statuses such as [PENDING]", node)
    }
    var statuses: [StatusName] = []
    for item in items {
      guard let status = findings.word(item, "status", of: StatusName.self) else { continue }
      guard !statuses.contains(status) else {
        findings.error("the status '\(status.rawValue)' is given twice; keep one", at: item.mark)
        continue
      }
      statuses.append(status)
    }
    return statuses.count == items.count ? statuses : nil
  }

  private func proxy(_ node: Node) -> String? {
    guard let text = findings.text(node, "an address such as http://proxy:3128") else { return nil }
    do throws(ServerAddress.Problem) {
      return try ServerAddress.parseProxy(text).text
    } catch {
      if error == .userInfo { findings.hide(node) }
      findings.error(error.advice, at: node.mark(at: error.offset))
      return nil
    }
  }
}
