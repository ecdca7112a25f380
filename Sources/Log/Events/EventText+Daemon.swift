import Records

/// The daemon itself: start and stop, log, secrets.
extension EventText {
  static let daemonStart = EventText(
    id: "3225eb55ca7b49578fc722116595f4d7", subject: "Capataz starts", levels: [.notice], fields: ["config"],
    sometimes: ["audit_seq", "audit_hash"],
    meaning: """
      The daemon has read its configuration and rules and opened its journal. The record holds the end of the audit \
      trail as it was found.
      """,
    advice: "Nothing. A start that nobody asked for has its reason in the records before it.")

  static let daemonReady = EventText(
    id: "bf197198f4c84610a7e939eab8a361c7", subject: "Capataz is ready; tenants: @TENANTS@", levels: [.notice],
    fields: ["tenants"],
    meaning: """
      Every tenant was started. That says nothing about their servers: `tenant.ok` tells for each when its tasks \
      were read.
      """,
    advice: "Nothing.")

  static let daemonStartFailed = EventText(
    id: "7c1e4b0a5d2f4f6c8b93d0e1f6a2c457", subject: "Capataz does not start", levels: [.err], sometimes: ["tenant"],
    meaning: """
      The run has ended before anything was begun: there is a mistake in the configuration or the rules, a secret cannot \
      be read, the state directory or the journal cannot be used. Each of the first mistakes is a record; with a tenant, \
      it is in that tenant's files. Nothing was read or sent.
      """,
    advice: """
      Mend what the message names, and start again. `capataz check` shows every mistake in the files with its place.
      """)

  static let daemonReloadOK = EventText(
    id: "d85634525d5b4bd981f7fb4a1cc6b9ef", subject: "Configuration, rules and secrets were loaded anew",
    levels: [.notice],
    fields: ["tasks", "rules_added", "rules_removed", "rules_changed", "tasks_differing", "tasks_unclear"],
    meaning: """
      A reload was asked for, and every tenant whose files are in order was taken over, whole. The message says what has \
      changed, and which tenants were not; the fields count the changes. A tenant of which more than the rules has \
      changed is begun anew once its last write is answered; `state` and `log` change with the next restart only.
      """,
    advice: "Nothing. `capataz plan` shows what the rules would do now.")

  static let daemonReloadFailed = EventText(
    id: "c742027352464db0912fba6eef9039b1", subject: "The reload was refused", levels: [.warning, .err],
    sometimes: ["tenant"],
    meaning: """
      A file has a mistake, or a secret cannot be read. With a tenant, it is that tenant's alone: it goes on with the \
      rules, the settings and the secrets that it had loaded, or stays out if it had none, and the others are taken over. \
      Without one, it concerns all, or all or nothing was asked for: nothing of the reload is in force. The warning says \
      that the files have been read for a minute, as from a disk that does not answer.
      """,
    advice: """
      Mend what the message names, and reload again. `capataz check` shows every mistake in the files with its place, \
      `capataz status` what a tenant was refused for, secrets too, and since when.
      """)

  static let daemonStopping = EventText(
    id: "d52ba8c203894ad5a7d46c1bb751811f", subject: "Capataz stops", levels: [.notice],
    meaning: """
      The daemon was told to stop, or has to. Nothing new is begun; a write in flight gets its answer or its time-out \
      first, and its outcome is journalled. The message says which intents that is.
      """,
    advice: "Nothing; wait for `daemon.stop`.")

  static let daemonStop = EventText(
    id: "73577098e9164c609b274d2f0462368a", subject: "Capataz has stopped: @ENDING@", levels: [.notice],
    fields: ["ending"], sometimes: ["audit_seq", "audit_hash"],
    meaning: """
      The last record of a run. It holds the end of the audit trail, which the next start should find unchanged.
      """,
    advice: """
      Nothing where somebody stopped it. If this record is missing, the daemon crashed or was killed; the next start \
      finishes its work, and nothing is done twice.
      """)

  static let secretUnsafe = EventText(
    id: "efa4f25e166a4a46b26a1f2006506183", subject: "A secret of tenant @TENANT@ was not taken over", levels: [.err],
    fields: ["tenant"],
    meaning: """
      A secret could not be read, or its file can be read by others. At the start the tenant is left out, and the others \
      run. At a reload the tenant goes on with all that it had loaded, and the others are taken over.
      """,
    advice: "Mend the file as the message says, mostly with `chmod 0400`, and reload.")

  static let logFallback = EventText(
    id: "1dee749fa048465bb4d2e52e4ec5523d", subject: "The systemd journal cannot be reached", levels: [.warning],
    fields: ["why"],
    meaning: """
      Records were to go to the systemd journal, and its socket does not take them. Until it does, each goes to standard \
      error as a line of JSON. This record itself is such a line.
      """,
    advice: """
      See whether `systemd-journald` runs, and whether the daemon can see `/run/systemd/journal/socket`. Where there is \
      no such journal, set `log: { format: json }`.
      """)

  static let logRestored = EventText(
    id: "6b6c0c0cfb6f43fe9c167c95166cd359", subject: "The log is taken again", levels: [.notice, .warning],
    sometimes: ["records", "lost"],
    meaning: """
      With `records`, records go to the systemd journal again, and so many went to standard error before. With `lost`, \
      nobody took records for so long that some are missing: whoever reads standard error, or the systemd journal, stood \
      still. The daemon went on working meanwhile.
      """,
    advice: """
      Look for records of the time before where standard error leads. What is missing is not lost for good where it is \
      about an effect: `capataz journal export` has every one.
      """)
}
