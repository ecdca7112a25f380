import Foundation
import Rules
import YAML

/// Reads the task of a rule test: a fixture, and the changes that a test makes to it.
///
/// Defaults of a fixture: ids and the label are made up, the status is PENDING, nobody has the task, it is not
/// escalated and has no due date. Everything else is unknown.
struct TestTaskReader {
  let findings: Diagnostics
  let time: LocalTime
  /// Every `Step.field` that the rules name.
  let captured: Set<String>
  /// Every form field that the rules name.
  let form: Set<String>

  var blank: TaskView {
    TaskView(
      id: "100000000000000001", instanceID: "200000000000000001", status: .value(StatusName.pending.rawValue),
      assignedUser: .none, assignedGroup: .none, entityID: .value("300000000000000001"), entityLabel: .value("Example"),
      due: .none, escalated: .value(false), details: TaskDetails(form: [:]), zone: time.zone)
  }

  /// Reads a fixture.
  func fixture(_ node: Node, _ what: String) -> TaskView? {
    guard let fields = Fields(node, what, keys: Keys.fixture, findings) else { return nil }
    var task = blank
    var isGood = true
    entries(fields["task"], "'task'", Keys.task, &isGood) { set($0.key.text, $0.value, &task) }
    entries(fields["captured"], "'captured'", nil, &isGood) { step in
      var record = StepRecord(step: step.key.text.nfc)
      var areGood = true
      entries(step.value, "a step", nil, &areGood) { field in
        record.captured[field.key.text.nfc] = content(field.value)
        return true
      }
      task.details?.steps.append(record)
      return areGood
    }
    entries(fields["previous_result"], "'previous_result'", nil, &isGood) {
      setResult($0.key.text.nfc, $0.value, &task)
    }
    entries(fields["form"], "'form'", nil, &isGood) { field in
      task.details?.form?[field.key.text.nfc] = content(field.value)
      return true
    }
    if let node = fields["results"] { isGood = setResults(node, &task) && isGood }
    return isGood ? task : nil
  }

  /// Applies one change of `with`: a path such as `task.created`, `captured.Quote.total`, `form.x` or `results`.
  func change(_ entry: Node.Entry, _ task: inout TaskView) -> Bool {
    let path = entry.key.text
    if path == "results" { return setResults(entry.value, &task) }
    guard let (group, name) = split(path, entry.key.mark) else { return false }
    switch group {
    case "task":
      guard isTaskKey(name, entry.key.mark) else { return false }
      return set(name, entry.value, &task)
    case "captured":
      guard let place = place(name, in: task, entry.key.mark) else { return false }
      setRecord(place.step, &task) { $0.captured[place.field] = content(entry.value) }
      return true
    case "form":
      guard isKnownFormField(name.nfc, of: task, entry.key.mark) else { return false }
      task.details?.form?[name.nfc] = content(entry.value)
      return true
    default: return setResult(name.nfc, entry.value, &task)
    }
  }

  /// Removes what a path of `without` names, so that it is unknown.
  func remove(_ node: Node, _ task: inout TaskView) -> Bool {
    guard let path = findings.text(node, "a path such as captured.Quote.total") else { return false }
    if path == "results" {
      task.details?.results = nil
      return true
    }
    guard let (group, name) = split(path, node.mark) else { return false }
    switch group {
    case "task":
      guard isTaskKey(name, node.mark) else { return false }
      task.forget(name)
      return true
    case "captured":
      if task.details?.steps.contains(where: { $0.step == name.nfc }) == true {
        task.details?.steps.removeAll { $0.step == name.nfc }
        return true
      }
      let known = Set((task.details?.steps ?? []).flatMap { step in step.captured.keys.map { "\(step.step).\($0)" } })
      guard isKnown(name.nfc, known, "captured field", node.mark, "in this task"),
        let place = place(name, in: task, node.mark)
      else { return false }
      setRecord(place.step, &task) { $0.captured[place.field] = nil }
      return true
    case "form":
      let known = Set((task.details?.form ?? [:]).keys)
      guard isKnown(name.nfc, known, "form field", node.mark, "in this task") else { return false }
      task.details?.form?[name.nfc] = nil
      return true
    default:
      let known = Set((task.details?.steps ?? []).filter { $0.result != nil }.map(\.step))
      guard isKnown(name.nfc, known, "result of step", node.mark, "in this task") else { return false }
      setRecord(name.nfc, &task) { $0.result = nil }
      return true
    }
  }

  func split(_ path: String, _ mark: Mark) -> (group: String, name: String)? {
    let groups = Keys.fixture.filter { $0 != "results" }
    let parts = path.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2, groups.contains(parts[0]), !parts[1].isEmpty { return (parts[0], parts[1]) }
    let ending = Suggestion.nearest(to: parts[0], among: Keys.fixture.names).map { "; did you mean '\($0)'?" }
    findings.error(
      "unknown path \(path.quotedForMessage)"
        + (ending ?? "; expected task.created, captured.STEP.FIELD, previous_result.STEP, form.FIELD or results"),
      at: mark)
    return nil
  }

  private func isTaskKey(_ name: String, _ mark: Mark) -> Bool {
    if Keys.task.contains(name) { return true }
    findings.error(
      "unknown field \(name.quotedForMessage) of a task\(Suggestion.ending(for: name, among: Keys.task.names))",
      at: mark)
    return false
  }

  /// The step and field of `Step.field`: a step that the task has, otherwise divided at the last dot.
  func place(_ name: String, in task: TaskView, _ mark: Mark) -> (step: String, field: String)? {
    let name = name.nfc
    for step in task.details?.steps ?? [] where name.hasPrefix(step.step + ".") {
      let field = String(name.dropFirst(step.step.count + 1))
      if step.captured[field] != nil { return (step.step, field) }
    }
    let known = captured.union(
      (task.details?.steps ?? []).flatMap { step in step.captured.keys.map { "\(step.step).\($0)" } })
    guard isKnown(name, known, "captured field", mark), let place = StepField(name) else { return nil }
    return (place.step, place.field)
  }

  /// True for a field of the task's form, or one that the rules name.
  func isKnownFormField(_ name: String, of task: TaskView, _ mark: Mark) -> Bool {
    isKnown(name, form.union((task.details?.form ?? [:]).keys), "form field", mark)
  }

  /// Reports a name in a test that neither the task nor a rule knows: such a test would check nothing.
  private func isKnown(
    _ name: String, _ known: Set<String>, _ what: String, _ mark: Mark,
    _ where: String = "in the rules or in this task"
  ) -> Bool {
    if known.contains(name) { return true }
    let ending = known.isEmpty ? "" : Suggestion.ending(for: name, among: known.sorted())
    findings.error("there is no \(what) \(name.quotedForMessage) \(`where`)\(ending)", at: mark)
    return false
  }

  private func entries(
    _ node: Node?, _ what: String, _ keys: KeyMap?, _ isGood: inout Bool, _ read: (Node.Entry) -> Bool
  ) {
    guard let node else { return }
    guard case .mapping(let entries) = node.content else {
      findings.expected("a map in \(what)", node)
      isGood = false
      return
    }
    if let keys, Fields(node, what, keys: keys, findings)?.hasUnknown != false { isGood = false }
    for entry in entries where keys?.contains(entry.key.text) != false { isGood = read(entry) && isGood }
  }

  func setRecord(_ step: String, _ task: inout TaskView, _ change: (inout StepRecord) -> Void) {
    guard var details = task.details else { return }
    if !details.steps.contains(where: { $0.step == step }) { details.steps.append(StepRecord(step: step)) }
    if let index = details.steps.lastIndex(where: { $0.step == step }) { change(&details.steps[index]) }
    task.details = details
  }

  private func setResult(_ step: String, _ node: Node, _ task: inout TaskView) -> Bool {
    guard let code = findings.text(node, "a result code") else { return false }
    setRecord(step, &task) { $0.result = code }
    return true
  }

  private func setResults(_ node: Node, _ task: inout TaskView) -> Bool {
    guard case .sequence(let items) = node.content else {
      findings.expected("a list of result codes", node)
      return false
    }
    guard let codes = findings.all(items, { findings.text($0, "a result code") }) else { return false }
    task.details?.results = codes
    return true
  }

  /// The value of a captured field or a form field, as the server would send it.
  private func content(_ node: Node) -> FieldContent {
    guard case .scalar(let scalar) = node.content else { return .other }
    switch scalar.meaning {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .integer(let digits), .float(let digits): return .number(digits)
    case .text(let text), .ambiguous(let text): return .text(text)
    }
  }
}
