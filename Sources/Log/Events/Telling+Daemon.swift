import Records

/// What is said about the daemon itself.
extension Telling {
  static func start(_ version: String, _ config: String, _ trail: Report.TrailEnd?) -> Telling {
    Telling(.notice, "capataz \(version) starts with \(config)", [.init("config", config)] + (trail?.fields ?? []))
  }

  static func ready(_ tenants: Int, _ rules: Int) -> Telling {
    Telling(
      .notice, "capataz is ready: \(tenants.counted("tenant")), \(rules.counted("rule"))",
      [.init("tenants", String(tenants))])
  }

  static func startFailed(_ why: String) -> Telling {
    Telling(.err, "capataz does not start: \(why)")
  }

  static func stopping(_ intents: [String]) -> Telling {
    let rest = intents.count - mostNamed
    let named = intents.prefix(mostNamed).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    return Telling(
      .notice,
      intents.isEmpty
        ? "capataz stops; no write is under way" : "capataz stops once the server has answered about \(named)")
  }

  /// How many intents are named.
  private static let mostNamed = 10

  static func stop(_ end: Report.RunEnd, _ trail: Report.TrailEnd?) -> Telling {
    Telling(
      .notice, "capataz has stopped: \(end == .stopped ? "it was told to" : end.word)",
      [.init("ending", end.word)] + (trail?.fields ?? []))
  }

  static func fallback(_ why: String) -> Telling {
    Telling(
      .warning,
      "the systemd journal cannot be reached (\(why)); until it can, records go to standard error as lines of JSON",
      [.init("why", why)])
  }
}

extension Report.TrailEnd {
  var fields: [LogEntry.Field] { [.init("audit_seq", String(sequence)), .init("audit_hash", hash)] }
}

extension Report.RunEnd {
  fileprivate var word: String {
    switch self {
    case .stopped: "stopped"
    case .nothingLeft: "nothing left to do"
    case .leftUndone: "some tasks left undone"
    case .credentialsRefused: "credentials refused"
    case .unreachable: "server unreachable"
    case .journalFailed: "journal failed"
    }
  }
}

extension Report.Reloaded {
  var telling: Telling {
    let counts = [
      ("rules_added", rulesAdded), ("rules_removed", rulesRemoved), ("rules_changed", rulesChanged), ("tasks", tasks),
      ("tasks_differing", differing), ("tasks_unclear", unclear),
    ]
    let words = changes.isEmpty ? "" : ": " + changes.joined(separator: "; ")
    return Telling(.notice, summary + words, counts.map { .init($0, String($1)) })
  }
}

extension Report.ReloadFailure {
  var telling: Telling {
    switch self {
    case .whole(let why):
      return Telling(.err, "reload refused, what was loaded stays in force: \(why); mend it and reload")
    case .tenant(let why, let isKept):
      let effect = isKept ? "reload refused, what it has loaded stays in force" : "left out, the others run"
      return Telling(.err, "\(effect): \(why); mend it and reload")
    case .slow(let time):
      return Telling(
        .warning,
        "reload: the files are still being read, after \(time.components.seconds) s; what was loaded stays in force until "
          + "they are, and no other reload begins; see whether their disk answers")
    }
  }
}

extension Report.SecretProblem {
  var telling: Telling {
    switch self {
    case .leftOut(let why): Telling(.err, "left out, the others run: \(why); mend it and reload")
    case .mistake(let why): Telling(.err, why)
    }
  }
}

extension Report.LogGap {
  var telling: Telling {
    switch self {
    case .diverted(let count):
      Telling(
        .notice,
        "the systemd journal can be reached again; \(count.counted("record")) went to standard error before",
        [.init("records", String(count))])
    case .lost(let count):
      Telling(
        .warning,
        "the log is read again; \(count.counted("record is", "records are")) missing here, as nobody took them; the "
          + "audit trail has every effect", [.init("lost", String(count))])
    }
  }
}
