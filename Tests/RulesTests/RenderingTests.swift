import Foundation
import Rules
import Testing

@Suite struct RenderingTests {
  static let now = Make.date("2026-03-09T15:30")

  private func render(_ value: FieldValue, _ task: TaskView = Make.quote()) -> Rendering {
    Action.complete(Completion(result: "ok", capturedData: [CapturedField(name: "f", value: value)]))
      .rendered(for: task, at: Self.now)
  }

  private func ready(_ value: Rules.Scalar, clock: String? = nil) -> Rendering {
    .ready(.complete(result: "ok", capturedData: [RenderedField(name: "f", value: value, clock: clock)], comment: nil))
  }

  private func reference(_ type: ValueType, _ missing: CapturedReference.IfMissing = .skipTask) -> FieldValue {
    .captured(CapturedReference(step: "Quote", field: "total", as: type, ifMissing: missing))
  }

  static let typed: [(type: ValueType, content: FieldContent, value: Rules.Scalar?)] = [
    (.decimal, .text("4300.50"), .decimal("4300.50")), (.decimal, .number("4300.50"), .decimal("4300.50")),
    (.decimal, .number("4.3e3"), .decimal("4300")), (.decimal, .text("4300,50"), nil),
    (.number, .number("4300.50"), .number(4300.5)), (.number, .text("4300.50"), nil),
    (.text, .text("a b"), .text("a b")), (.text, .number("10"), .text("10")), (.text, .text(""), .text("")),
    (.boolean, .boolean(false), .boolean(false)), (.boolean, .text("false"), nil),
    (.date, .text("2026-03-15"), .text("2026-03-15")), (.date, .text("2026-03-15T10:00"), .text("2026-03-15T10:00")),
    (.date, .text("tomorrow"), nil), (.text, .null, nil), (.text, .other, nil),
  ]

  @Test("a reference takes its value over as its type, a decimal with its own digits", arguments: typed)
  func references(type: ValueType, content: FieldContent, value: Rules.Scalar?) {
    let rendered = render(reference(type), Make.quote(total: content))
    if let value {
      #expect(rendered == ready(value))
    } else if case .skip = rendered {
    } else {
      Issue.record("\(rendered)")
    }
  }

  @Test("what is missing skips the task, fails, or takes the default, as the rule says")
  func ifMissing() {
    let none = Make.quote(total: nil)
    #expect(render(reference(.decimal), none) == .skip("field 'f': Quote.total is not there"))
    #expect(render(reference(.decimal, .fail), none) == .fail("field 'f': Quote.total is not there"))
    #expect(render(reference(.decimal, .use(.decimal("0.00"))), none) == ready(.decimal("0.00")))
    #expect(
      render(reference(.decimal, .fail), Make.quote(total: .text("x")))
        == .fail("field 'f': Quote.total cannot be read as decimal"))
    #expect(
      render(reference(.text, .fail), Make.quote(total: .null)) == .fail("field 'f': Quote.total is empty"))
  }

  @Test("no default is used for a detail that was not read")
  func noDetails() {
    let listed = Make.quote().with { $0.details = nil }
    #expect(
      render(reference(.decimal, .use(.decimal("0"))), listed)
        == .skip("field 'f': the detail of the task was not read"))
  }

  @Test("where one value says skip and another fail, it is fail")
  func failWins() {
    let fields = [CapturedReference.IfMissing.skipTask, .fail].map {
      CapturedField(name: "\($0)", value: reference(.text, $0))
    }
    let rendered = Action.complete(Completion(result: "ok", capturedData: fields))
      .rendered(for: Make.quote(total: nil), at: Self.now)
    #expect(rendered == .fail("field 'fail': Quote.total is not there"))
  }

  @Test("today and now are those of the tenant's zone")
  func times() {
    let task = Make.quote().with { $0.zone = Make.zone("Asia/Tokyo") }
    #expect(render(.today) == ready(.text("2026-03-09"), clock: "today"))
    #expect(render(.now) == ready(.text("2026-03-09T15:30:00"), clock: "now"))
    #expect(render(.today, task) == ready(.text("2026-03-10"), clock: "today"))
    #expect(render(.now, task) == ready(.text("2026-03-10T05:30:00"), clock: "now"))
  }

  @Test("a template is filled in once, and what it brings is no template")
  func template() {
    let task = Make.quote(total: .text("${id}")).with {
      $0.entityLabel = .value("${workflow}")
      $0.assignedUser = .value(Party(id: "5", name: "Ana"))
      $0.due = .value(Make.date("2026-03-17T11:30"))
    }
    let template = Template([
      .literal("For "), .reference(.entityLabel), .literal(" "), .reference(.captured(step: "Quote", field: "total")),
      .literal(" $"), .literal("{id} "), .reference(.assignedUser), .literal(" "), .reference(.dueDate),
    ])
    #expect(render(.text(template), task) == ready(.text("For ${workflow} ${id} ${id} Ana 2026-03-17T11:30:00")))
  }

  @Test("a template whose reference is missing skips the task")
  func templateMissing() {
    #expect(
      render(.text(Template([.reference(.assignedUser)]))) == .skip("field 'f': ${assigned_user} is none"))
    let task = Make.quote().with { $0.entityLabel = .unknown }
    #expect(
      render(.text(Template([.reference(.entityLabel)])), task) == .skip("field 'f': ${entity.label} is not known"))
    #expect(
      render(.text(Template([.reference(.captured(step: "No", field: "x"))])))
        == .skip("field 'f': ${captured.No.x} is not known"))
  }

  @Test("a template that comes to more than 4 KiB fails")
  func templateTooLong() {
    let template = Template([.literal("x"), .reference(.entityLabel)])
    func label(_ count: Int) -> TaskView {
      Make.quote().with { $0.entityLabel = .value(String(repeating: "é", count: count)) }
    }
    if case .ready = render(.text(template), label(2_047)) {} else { Issue.record("4,095 bytes are few enough") }
    if case .fail = render(.text(template), label(2_048)) {} else { Issue.record("4,097 bytes are too many") }
  }

  @Test("texts longer than the API takes fail")
  func lengths() {
    func complete(_ result: Int, _ comment: Int) -> Rendering {
      let text = { String(repeating: "x", count: $0) }
      return Action.complete(Completion(result: text(result), comment: Template(text(comment))))
        .rendered(for: Make.quote(), at: Self.now)
    }
    func reassign(_ comment: Int) -> Rendering {
      Action.reassign(Reassignment(target: .user(id: "1"), comment: Template(String(repeating: "x", count: comment))))
        .rendered(for: Make.quote(), at: Self.now)
    }
    func isFailure(_ rendering: Rendering) -> Bool { if case .fail = rendering { true } else { false } }
    #expect(!isFailure(complete(80, 2_000)) && isFailure(complete(81, 1)) && isFailure(complete(1, 2_001)))
    #expect(!isFailure(reassign(500)) && isFailure(reassign(501)))
  }

  @Test("a comment is filled in like any text, and what changes in it makes no other action")
  func comments() {
    let template = Template([
      .literal("Approved "), .reference(.captured(step: "Quote", field: "total")), .literal(" for "),
      .reference(.entityLabel),
    ])
    let task = Make.quote(total: .text("4300.50")).with { $0.entityLabel = .value("Acme") }
    let completion = Action.complete(Completion(result: "ok", comment: template))
    guard case .ready(.complete(_, _, let said?)) = completion.rendered(for: task, at: Self.now) else {
      Issue.record("it is not filled in")
      return
    }
    #expect(said.text == "Approved 4300.50 for Acme" && said.template != nil)
    let reassignment = Action.reassign(Reassignment(target: .user(id: "1"), comment: template))
    guard case .ready(.reassign(_, let told?)) = reassignment.rendered(for: task, at: Self.now) else {
      Issue.record("it is not filled in")
      return
    }
    #expect(told == said)
    for action in [completion, reassignment] {
      let unknown = task.with { $0.entityLabel = .unknown }
      #expect(action.rendered(for: unknown, at: Self.now) == .skip("comment: ${entity.label} is not known"))
      let long = task.with { $0.entityLabel = .value(String(repeating: "x", count: 2_000)) }
      let limit = action == completion ? 2_000 : 500
      #expect(
        action.rendered(for: long, at: Self.now)
          == .fail("the comment has 2021 characters; the API takes at most \(limit)"))
    }
    var rule = Make.rule("r", .test(.text(.workflow, .equals("Quote"))))
    rule.action = reassignment
    #expect(rule.needsDetails)
    rule.action = .reassign(Reassignment(target: .user(id: "1"), comment: Template([.reference(.entityLabel)])))
    #expect(!rule.needsDetails)
  }

  @Test("literals stay as they are, in the order of the rule")
  func literals() {
    let fields = [("b", Rules.Scalar.number(12.5)), ("a", .text("${id}")), ("c", .boolean(true))]
    let action = Action.complete(
      Completion(
        result: "ok", capturedData: fields.map { CapturedField(name: $0.0, value: .literal($0.1)) }, comment: "hi"))
    #expect(
      action.rendered(for: Make.quote(), at: Self.now)
        == .ready(
          .complete(
            result: "ok", capturedData: fields.map { RenderedField(name: $0.0, value: $0.1) }, comment: "hi")))
  }
}
