extension SandboxTenant {
  /// The time until a person makes the next change; nil when nobody does.
  mutating func peopleGap() -> Duration? {
    let rate = configuration.peoplePerMinute
    guard rate > 0, rate.isFinite else { return nil }
    return max(.milliseconds(1), peopleRandom.gap(mean: .seconds(60) / (rate * configuration.scale)))
  }

  /// Lets some person complete some open task, or reassign it.
  mutating func interfere(at moment: SandboxMoment) {
    let open = book.order.filter { book.tasks[$0]?.status != .completed }
    guard let id = peopleRandom.pick(open), let task = book.tasks[id], let person = peopleRandom.pick(Staff.users)
    else { return }
    let act = TaskBook.Act(user: Staff.login(of: person), moment: moment)
    if peopleRandom.chance(0.7), let result = peopleRandom.pick(task.step.results) {
      var captured: [SandboxJSON.Member] = []
      for field in task.fields where field.isRequired || peopleRandom.chance(0.5) {
        captured.append(.init(field.name, peopleRandom.value(for: field)))
      }
      let form = CompletionForm(resultCode: result.code, captured: captured)
      _ = try? book.complete(id, form, by: act, random: &dataRandom)
    } else if let colleague = peopleRandom.pick(Staff.users) {
      _ = try? book.reassign(id, ReassignmentForm(assignment: .user(colleague)), by: act)
    }
  }
}
