import Records

/// Those outside who are told that all is well, or that it is not.
extension EventText {
  static let pingFailed = EventText(
    id: "0b6f3d1c7a5e4c0f9d2be84a61c95f17", subject: "The dead-man's receiver was not called",
    levels: [.warning, .err], sometimes: ["failures", "retry_in_ms"],
    meaning: """
      The receiver that `ping` in the configuration names was not reached, or answered with something else than success. \
      Nothing waits for it: the tenants are worked for as before. The receiver will soon tell somebody that the calls \
      stay away. Told when it begins, and each hour while it lasts. At level `err` the address cannot be read or used.
      """,
    advice: """
      See whether the receiver can be reached from this machine, and whether its address is still the right one; it \
      stands where `ping` says and nowhere in the log. At level `err`, mend what the message names, and reload.
      """)

  static let pingRecovered = EventText(
    id: "6a1fd9c3b0724b7e8e5512fa97d3c048", subject: "The dead-man's receiver is called again", levels: [.notice],
    fields: ["failures"],
    meaning: "The receiver that `ping` names has taken a call again.",
    advice: "Nothing.")

  static let notifyReady = EventText(
    id: "d1c2a86f5e0b49d3b7f4680e3a9712c5", subject: "Notices about Capataz are sent", levels: [.notice],
    meaning: """
      `capataz notify` has begun to read the log, and sends a notice for each record that needs a person. It is a \
      program of its own, beside the daemon.
      """,
    advice: "Nothing.")

  static let notifyFailed = EventText(
    id: "94e5b7d02c3f4a18a6d1f07c8be3295a", subject: "Notices about Capataz are not sent", levels: [.warning, .err],
    sometimes: ["failures", "retry_in_ms", "lost"],
    meaning: """
      A notice could not be handed to the mail program or the webhook; it waits and is tried again, ever more seldom. At \
      level `err` notices were given up (with `lost`: they were too many, or a day old), the log could not be followed, \
      or what was sent could not be written down.
      """,
    advice: """
      See what the message says of the mail program or of the server. What the notices would have told is in the log: \
      `journalctl -u capataz -p err`.
      """)

  static let notifyRecovered = EventText(
    id: "3f8d60b91e7c4d25946ab2c5e0f1d873", subject: "Notices about Capataz are sent again", levels: [.notice],
    fields: ["failures"],
    meaning: "A notice was taken again; those that waited follow.",
    advice: "Nothing.")
}
