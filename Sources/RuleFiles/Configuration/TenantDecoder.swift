import YAML

/// Reads one entry of `tenants`.
struct TenantDecoder {
  let findings: Diagnostics
  /// The folder that relative paths start from.
  let folder: String
  /// Whether it is a mistake if this machine lacks something.
  let isRunHere: Bool
  /// Whether `rules` was reported where it does not belong: that tenants lack it is the same mistake.
  var lacksRules = false

  /// A tenant as far as it could be read.
  ///
  /// Its rules are loaded even if something else is wrong.
  struct Found {
    var name: String
    var mark: Mark
    var rules: [RuleFilePaths.Request]
    var configuration: TenantConfiguration?
    var address: ConfigurationPlaces.Address?
    var secrets: [ConfigurationPlaces.Secret] = []
    /// The file of tenants that it is in; nil for the configuration itself.
    var file: String?
  }

  func tenant(_ entry: Node.Entry) -> Found {
    findings.about(.tenant(entry.key.text)) { found(entry) }
  }

  private func found(_ entry: Node.Entry) -> Found {
    let key = Node(.scalar(Scalar(entry.key.text, style: .quoted)), mark: entry.key.mark)
    let name = findings.checkedName(entry.key.text, "tenant name", key)
    let what = "tenant \(entry.key.text.quotedForMessage)"
    var found = Found(name: name ?? entry.key.text, mark: entry.key.mark, rules: [])
    guard let fields = Fields(entry.value, what, keys: Keys.tenant, findings) else { return found }
    let address = fields.required("url").flatMap { url($0) }
    let header = fields["tenant"].map { tenantHeader($0) } ?? address?.host
    let zone = fields.required("timezone").flatMap { findings.timezone($0) }
    let credentials = fields.required("credentials").flatMap {
      SecretDecoder(findings: findings, folder: folder).credentials($0)
    }
    let rules = (lacksRules ? fields["rules"] : fields.required("rules")).flatMap { rulePaths($0) }
    let staleness = fields["staleness"].map { findings.duration($0) } ?? TenantConfiguration.standardStaleness
    let lateApply = fields["late_apply"].map { findings.duration($0) } ?? TenantConfiguration.standardLateApply
    let settings = SettingsDecoder(findings: findings, folder: folder)
    let poll = settings.poll(fields["poll"], staleness: staleness, at: fields.mark(of: "staleness"))
    let limits = settings.limits(fields["limits"])
    let http = settings.http(fields["http"])
    if let path = http?.caFile { checkAuthorities(path, of: what, fields["http"]) }
    found.secrets = credentials.flatMap { read in fields["credentials"].map { read.places(in: $0) } } ?? []
    if let address, let node = fields["url"] {
      found.address = .init(
        host: address.host, mark: node.mark, isPlainHTTP: address.scheme == "http",
        allowsPrivate: http.map { $0.allowPrivate || $0.proxy != nil } ?? true)
    }
    let stopButton = settings.stopButton(fields["stop_button"])
    found.rules = rules ?? []
    if let name, let address, let header, let zone, let credentials, let staleness, let lateApply, let poll, let limits,
      let http, let stopButton, let rules
    {
      var tenant = TenantConfiguration(
        name: name, url: address.text, tenant: header, timezone: zone, credentials: credentials,
        rules: rules.map(\.path))
      tenant.poll = poll
      tenant.limits = limits
      tenant.staleness = staleness
      tenant.lateApply = lateApply
      tenant.http = http
      tenant.stopButton = stopButton
      found.configuration = tenant
    }
    return found
  }

  private func url(_ node: Node) -> ServerAddress? {
    guard let text = findings.text(node, "an address such as https://acme.geotareas.com") else { return nil }
    do throws(ServerAddress.Problem) {
      return try ServerAddress.parse(text)
    } catch {
      if error == .userInfo { findings.hide(node) }
      findings.error(error.advice, at: node.mark(at: error.offset))
      return nil
    }
  }

  /// Checks the file of authorities now, because without it every request would fail.
  private func checkAuthorities(_ path: String, of tenant: String, _ http: Node?) {
    guard case .mapping(let entries)? = http?.content, let entry = entries.first(where: { $0.key.text == "ca_file" }),
      let problem = FileReader.problem(withAuthorities: path)
    else { return }
    findings.add([
      Diagnostic(
        isRunHere ? .error : .warning,
        "\(tenant) can trust no server: \(path.quotedPath): \(problem); put the authorities' certificates there "
          + "as PEM, or take 'ca_file' out to trust the system's", at: entry.value.mark)
    ])
  }

  /// Reads a value for a header; nothing in it may end the line.
  private func tenantHeader(_ node: Node) -> String? {
    guard let text = findings.text(node, "a host name", atMost: 253) else { return nil }
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
    return findings.expected("a host name such as acme.geotareas.com", node)
  }

  private func rulePaths(_ node: Node) -> [RuleFilePaths.Request]? {
    let what = "a list of files and folders"
    guard case .sequence(let items) = node.content else {
      if case .scalar(let scalar) = node.content, case .text(let text) = scalar.meaning, !text.isEmpty {
        return findings.expected(what, node, advice: "write [\(text)]")
      }
      return findings.expected(what, node)
    }
    guard !items.isEmpty else {
      findings.error("the list is empty; expected at least one file or folder of rules", at: node.mark)
      return nil
    }
    let paths = items.compactMap { item in
      findings.text(item, "a path").map { RuleFilePaths.Request(path: joined(folder, $0), mark: item.mark) }
    }
    return paths.count == items.count ? paths : nil
  }
}
