import RuleFiles
import Rules

/// A template and a hostile label, divided by a zero byte: filled in once, and never endless.
enum TemplatesInput {
  static func run(_ bytes: [UInt8]) {
    let parts = bytes.texts(2)
    guard let template = try? TemplateReader.template(parts[0]) else { return }
    let task = TaskView(
      id: "1", instanceID: "9", workflow: .value(parts[1]), step: .value("${id}"), entityLabel: .value(parts[1]),
      details: TaskDetails(steps: [StepRecord(step: "Quote", captured: ["total": .text(parts[1])])]))
    guard case .value(.text(let text)) = template.rendered(for: task) else { return }
    require(text.utf8.count <= 4_096, "\(text.utf8.count) bytes of text")
    var expected = ""
    for part in template.parts {
      switch part {
      case .literal(let literal): expected += literal
      case .reference(let reference):
        let single = Template([.reference(reference)]).rendered(for: task)
        guard case .value(.text(let value)) = single else { return require(false, "alone, a reference has no value") }
        expected += value
      }
    }
    require(expected == text, "what a reference brought was read as a template again")
  }
}
