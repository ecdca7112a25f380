import Records

/// Decisions about tasks, and what holds them back.
extension EventText {
  static let decisionAct = EventText(
    id: "9f870438c0764245889bb01d8d1bb406", subject: "Rule @RULE@ acts on task @TASK@", levels: [.info],
    fields: ["tenant", "task", "rule", "action"], sometimes: ["dry"],
    meaning: """
      The rule is the first that matches the task and acts on it, and its effect waits for its turn. With `dry`, it is a dry run and \
      nothing is sent. Told once for a task as it is, not with every poll.
      """,
    advice: "Nothing. `capataz why TASK` explains the decision.")

  static let decisionShadow = EventText(
    id: "4c128544c515466baa23ccab052b582e", subject: "Rule @RULE@ would act on task @TASK@", levels: [.info],
    fields: ["tenant", "task", "rule", "action"], sometimes: ["instead_of"],
    meaning: """
      The rule matches, and its stage is not `live` for this task: what it would do is told and journalled, and not sent. \
      With `instead_of`, that rule stands behind it and decides about the task.
      """,
    advice: "Read what it would have done; when that is right, set `stage: live`.")

  static let decisionBlocked = EventText(
    id: "b40e46f11f6f4fae90dd2bafc9ecd754", subject: "Rule @RULE@ does nothing to task @TASK@",
    levels: [.info, .warning, .err], fields: ["tenant", "task", "rule", "action"], sometimes: ["owner", "title"],
    meaning: """
      The rule matches, and still nothing is done; the message says why. At level `info` the rule wants it so: it leaves \
      the task alone, or a safeguard holds. As a warning the effect does not fit the task: a result or form field that \
      the form does not have, a text that cannot be made, a task that must not be read. Or calls for this one task fail: \
      it is tried again ever more seldom, behind all others, until it works. At level `err` the journal does not take \
      the request, so that it must not be sent; the task waits, and others go on.
      """,
    advice: """
      About the warning: compare the rule with the form (`capataz directory --forms`, `capataz check --live`), mend the \
      rule and reload. At level `err`, look at the request with `capataz why TASK`, change the rule or the task, and \
      report it.
      """)

  static let decisionCapped = EventText(
    id: "c0c3ecee3bba43bfb5b80f8dd3ebc5b1", subject: "Rule @RULE@ has reached its limit", levels: [.warning],
    fields: ["tenant", "rule", "limit"], sometimes: ["owner", "title"],
    meaning: "The rule's `limit` leaves no room: the rest of its tasks wait. Told once, until there was room again.",
    advice: "Find out why there are so many tasks; raise the limit only if that is as it should be.")

  static let decisionShadowed = EventText(
    id: "fde7fb0e043147bd813dee70514ebaaa", subject: "Rule @RULE@ matches task @TASK@ as well", levels: [.info],
    fields: ["tenant", "task", "rule", "shadowed_by"],
    meaning: "Two rules match the task. The one that stands first, `shadowed_by`, decides; the other has no say.",
    advice: "If the other one was meant, put it before, or make the first one match less.")

  static let decisionUnknown = EventText(
    id: "9ae01fe16e364559a0514c944f0779e8", subject: "Rule @RULE@ cannot be decided about task @TASK@",
    levels: [.info], fields: ["tenant", "task", "rule"],
    meaning: """
      A rule asks for something that is not known of the task, so that neither it nor a later rule may decide: the task \
      is left alone.
      """,
    advice: "`capataz why TASK` shows what is not known.")

  static let holdSet = EventText(
    id: "60fc8727e8614111a18a743f24c393eb", subject: "Effects of tenant @TENANT@ are held by @BY@",
    levels: [.notice, .warning, .err], fields: ["tenant", "by"],
    sometimes: ["owner", "title", "hold", "rule", "why", "since", "until", "task"],
    meaning: """
      Nothing of what is held is begun; reading goes on, and a write in flight is finished. `by` names who holds it: a \
      person, `stop_button` (an open task, or, as a warning, one that cannot be looked for), or `capataz` itself, which \
      holds a rule of which five effects, and a quarter of all that ended, were parked within an hour (level `err`). A hold is told once, over restarts as \
      well; one that was released before the daemon could look is told together with its release.
      """,
    advice: """
      `capataz status` shows what is held now. Where `by` is `capataz`, look at the parked intents and at the rule, then `capataz release NUMBER`. The stop \
      button is released by closing its task.
      """)

  static let holdReleased = EventText(
    id: "7525c3bc6cdc498bbffdbd3549217b36", subject: "Effects of tenant @TENANT@ are not held any more",
    levels: [.notice], fields: ["tenant", "by"], sometimes: ["hold", "rule", "why", "since", "until", "task"],
    meaning: """
      A hold was released, or its time is over, as the message says; or the stop button was released. What waited is \
      decided about anew before it is begun.
      """,
    advice: "Nothing.")
}
