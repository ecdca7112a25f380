import Records

/// Effects, from the attempt to the proved outcome, and the journal that keeps them.
extension EventText {
  private static let intent = ["tenant", "task", "rule", "intent", "attempt"]
  private static let answer = ["status", "request_id", "duration_ms"]
  private static let responsible = ["owner", "title"]

  static let intentArmed = EventText(
    id: "f9e27c2102bc43d286be9affb0fd1394", subject: "An effect on task @TASK@ is about to be sent", levels: [.info],
    fields: intent,
    meaning: "The attempt is in the journal, durably, and is sent now. From here on the effect may exist.",
    advice: "Nothing; another event of the same intent tells what became of it.")

  static let intentDone = EventText(
    id: "ac3f766b332641ca9256f1fc3a1b8871", subject: "Done: task @TASK@, by rule @RULE@", levels: [.notice],
    fields: intent, sometimes: answer,
    meaning: "The server has confirmed the effect.",
    advice: "Nothing.")

  static let intentRefused = EventText(
    id: "37e0219c93ca4136ad2648cadffc196f", subject: "The server refuses an effect on task @TASK@", levels: [.err],
    fields: intent, sometimes: answer + responsible,
    meaning: """
      The server says that the effect is not possible, and nothing was changed. It is not tried again before somebody \
      else has changed the task.
      """,
    advice: """
      Read the reason in the message: mostly the rule asks for a result, a value or a recipient that the server does not \
      take. Mend the rule, reload, and do this task by hand.
      """)

  static let intentUnknown = EventText(
    id: "4daff8043bdc422c8d4fb922bd338232", subject: "Whether an effect on task @TASK@ exists is not known yet",
    levels: [.warning], fields: intent, sometimes: answer,
    meaning: """
      The answer was lost or does not prove anything, or the daemon ended before it came. The request is not repeated; \
      the task is read until it is proved whether the effect is there.
      """,
    advice: """
      Nothing: it ends with `intent.verified`, `intent.superseded`, `intent.refused` or, where reads prove nothing, \
      `intent.parked`.
      """)

  static let intentVerified = EventText(
    id: "9f547ce3f2204b51ba9845440b2d0450", subject: "What became of an effect on task @TASK@ is proved",
    levels: [.notice], fields: intent,
    meaning: """
      Reads show that the effect is there; or that it is not and cannot come any more, so that it may be tried again.
      """,
    advice: "Nothing.")

  static let intentSuperseded = EventText(
    id: "a5673115ce9742069bbdca691a82630f", subject: "An effect on task @TASK@ is not needed any more",
    levels: [.info], fields: intent,
    meaning: "Somebody else did it, changed the task, or the task is gone. Nothing is left to be done.",
    advice: "Nothing.")

  static let intentParked = EventText(
    id: "e73d7fafefb14fb584ef57d0322989e7", subject: "A person must decide about task @TASK@: intent @INTENT@",
    levels: [.err], fields: intent, sometimes: responsible,
    meaning: """
      The attempts are spent without proof, or the task could not be read for too long, or it has had three effects \
      within a day already. Nothing is done to the task before a person has decided. Told again every day.
      """,
    advice: """
      Look at the task in the tenant and at `capataz journal show INTENT`. Then `capataz resolve INTENT` with `--done` \
      if the effect is there, `--not-done` if it is not and may be tried again, or `--drop`.
      """)

  static let intentResolved = EventText(
    id: "91918080362140ea8e60f26c82386566", subject: "A person has decided about task @TASK@: intent @INTENT@",
    levels: [.notice], fields: intent,
    meaning: "A verdict was given with `capataz resolve`; the message holds it, with the name and the reason.",
    advice: "Nothing.")

  static let journalFull = EventText(
    id: "83fae4173bb14062acb3de6341e38c2f", subject: "The journal cannot be written", levels: [.err],
    sometimes: ["tenant"],
    meaning: """
      The disk is full, or another program keeps the journal locked. Because nothing may be sent that is not in the \
      journal, nothing is sent; reading goes on.
      """,
    advice: "Make room on the file system of the state directory, or end the program; it then goes on by itself.")

  static let journalCorrupt = EventText(
    id: "c30d6e94a25b4777b80eb9f0871e1b13", subject: "The journal is damaged", levels: [.err],
    meaning: """
      The journal cannot be trusted, or its disk fails. It is left as it is. The daemon polls and decides and sends \
      nothing; where the disk fails it ends.
      """,
    advice: """
      See `A JOURNAL IN DOUBT` in capataz(8): check the disk, restore a backup, accept it with \
      `capataz journal accept-restore`, and restart. Never put an empty journal in its place.
      """)

  static let journalBehind = EventText(
    id: "a865d73130b74b2c9e4fed63c686d1b4", subject: "The journal is older than the last one used here, or gone",
    levels: [.err],
    meaning: """
      What was done since is not in it and could be done again. Therefore nothing is sent; the daemon polls and decides \
      only.
      """,
    advice: """
      Put the newer journal back; or look at what was done at the tenants, use `capataz journal accept-restore`, and \
      restart.
      """)

  static let journalRefused = EventText(
    id: "5f2b7c0e9a614d3fb8e6d1a47c93025b", subject: "The journal does not take a record of tenant @TENANT@",
    levels: [.warning, .err], fields: ["tenant"], sometimes: ["record", "task", "rule", "intent", "attempt"],
    meaning: """
      One record can never be kept as it is: `record` and the message say which and why. It is left out; everything else \
      is kept, and the tenant goes on. At level `err` it is the outcome of an effect, which the next start finds out anew \
      by reading the task. An effect that cannot be begun for this reason is logged as `decision.blocked` instead.
      """,
    advice: "This is a mistake in capataz: please report it with the record.")
}
