/// What status and report ask the tables; tests hold these to indexes.
///
/// Some indexes are named: left to itself, SQLite would look at all of the past for each effect.
package enum ActivityQueries {
  /// Which intents the server refused, where no other one of their task came later: tenant, how many to look at.
  package static let refusals = """
    tenant = ?1 AND number IN (
        SELECT number FROM intent WHERE tenant = ?1 AND state = 'refused' ORDER BY number DESC LIMIT ?2)
      AND NOT EXISTS (SELECT 1 FROM intent AS later INDEXED BY intent_effect
        WHERE later.tenant = ?1 AND later.task = intent.task AND later.number > intent.number)
      ORDER BY changed, number
    """

  /// The effects that changed last in a span of time: tenant, beginning, end.
  ///
  /// Of what is done, also when a rule first could have acted: its first decision to act on the task since its effect
  /// before that one.
  package static let effects = """
    SELECT i.rule, i.state, i.endpoint, i.attempts, max(i.created, i.changed) AS latest, i.number,
      CASE WHEN i.state = 'done' THEN (
        SELECT min(d.decided) FROM decision AS d INDEXED BY decision_task
        WHERE d.tenant = i.tenant AND d.task = i.task AND d.rule = i.rule AND d.kind = 'act' AND d.decided <= i.changed
          AND d.decided > ifnull((
            SELECT max(p.changed) FROM intent AS p INDEXED BY intent_effect
            WHERE p.tenant = i.tenant AND p.task = i.task AND p.rule = i.rule AND p.number < i.number), -1e12))
      END AS first
    FROM intent AS i
    WHERE i.tenant = ? AND max(i.created, i.changed) >= ? AND max(i.created, i.changed) < ? AND i.attempts > 0
    """

  /// The tasks about which a rule decided something in a span of time that is no effect: tenant, beginning, end.
  package static let decisions = """
    SELECT rule, kind, min(decided) FROM decision
    WHERE tenant = ? AND decided >= ? AND decided < ? AND kind <> 'act'
    GROUP BY rule, kind, task
    """

  /// The tasks of the tenant's last poll, by the last decision about each, where no effect has followed it.
  ///
  /// What a rule that only watches would have done instead of another stands beside the decision, and has a note.
  ///
  /// With `min()` in a group, the other columns come from the row of the minimum:
  /// <https://www.sqlite.org/lang_select.html#bareagg>.
  package static let openTasks = """
    SELECT d.rule, d.kind, count(*) AS number, min(d.decided) AS since, d.task, d.note
    FROM listing AS l, json_each(l.tasks) AS t
      CROSS JOIN decision AS d ON d.seq = (
        SELECT max(seq) FROM decision
        WHERE tenant = l.tenant AND task = t.value ->> '$.task.id' AND NOT (kind = 'shadow' AND note <> ''))
    WHERE l.tenant = ? AND d.kind IN ('act', 'blocked', 'capped')
      AND NOT EXISTS (
        SELECT 1 FROM intent AS i WHERE i.tenant = l.tenant AND i.task = d.task AND i.created >= d.decided)
    GROUP BY d.rule, d.kind ORDER BY since
    """
}
