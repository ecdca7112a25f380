import Foundation
import Patterns
import Rules
import Testing

@Suite struct ValueTestTests {
  static let now = Make.date("2026-03-09T15:30")

  private func truth(
    _ type: ValueType, _ comparison: ValueTest.Comparison, _ content: FieldContent?, _ place: ValueTest.Place? = nil
  ) -> Truth {
    Make.value(in: place ?? .captured(step: "Quote", field: "total"), as: type, comparison)
      .evaluate(Make.quote(total: content), at: Self.now)
  }

  @Test("without the detail nothing is known of what depends on it")
  func noDetails() throws {
    let task = Make.quote().with { $0.details = nil }
    let conditions: [Condition] = [
      Make.value(as: .decimal, .atMost(try Make.decimal("5000"))), Make.value(as: .text, .exists(true)),
      Make.value(in: .form(field: "x"), as: .text, .exists(false)),
      .test(.previousResult(step: "Quote", oneOf: ["sent"])), .test(.resultAvailable(["approved"])),
    ]
    for condition in conditions { #expect(condition.evaluate(task, at: Self.now) == .unknown) }
  }

  static let decimals: [(content: FieldContent?, truth: Truth)] = [
    (.text("5000.00"), .yes), (.text("5000.01"), .no), (.text("5000"), .yes), (.text("4999.999999999999999999"), .yes),
    (.text("5000.000000000000000001"), .no), (.text("-1"), .yes), (.text("0.1"), .yes), (.number("5000.00"), .yes),
    (.number("5e3"), .yes), (.number("5.0000000001E3"), .no), (.number("50000e-1"), .yes), (.text("5e3"), .unknown),
    (.text(" 5000"), .unknown), (.text("5,000"), .unknown), (.text("5000."), .unknown), (.text(".5"), .unknown),
    (.text("+5"), .unknown), (.text("007"), .unknown), (.text(""), .unknown), (.text("NaN"), .unknown),
    (.text("٥"), .unknown), (.text("1" + String(repeating: "0", count: 30)), .unknown), (.number("1e999"), .unknown),
    (.number("1e99999999999"), .unknown), (.text("0." + String(repeating: "1", count: 40)), .unknown),
    (.boolean(true), .unknown), (.other, .unknown), (.null, .no), (nil, .unknown),
  ]

  @Test("decimals are exact, null is false, and what cannot be read is unknown", arguments: decimals)
  func decimal(content: FieldContent?, expected: Truth) throws {
    #expect(truth(.decimal, .atMost(try Make.decimal("5000.00")), content) == expected)
  }

  @Test("decimals are ordered as whole numbers of their last digit are", arguments: [UInt64(1), 2])
  func decimalOrder(seed: UInt64) throws {
    var random = SmallGenerator(state: seed)
    func scaled(_ value: Int128) -> String {
      let digits = String(value.magnitude)
      let padded = String(repeating: "0", count: max(0, 19 - digits.count)) + digits
      return "\(value < 0 ? "-" : "")\(padded.dropLast(18)).\(padded.suffix(18))"
    }
    for _ in 0..<500 {
      let left = Int128(Int64.random(in: .min...(.max), using: &random)) * Int128.random(in: 1...9_999, using: &random)
      let right =
        Bool.random(using: &random)
        ? left + Int128.random(in: -2...2, using: &random) : Int128(Int64.random(in: .min...(.max), using: &random))
      let bound = try Make.decimal(scaled(right))
      #expect(truth(.decimal, .lessThan(bound), .text(scaled(left))) == Truth(left < right))
      #expect(truth(.decimal, .atLeast(bound), .number(scaled(left))) == Truth(left >= right))
      #expect(truth(.decimal, .oneOf([bound]), .number(scaled(left))) == Truth(left == right))
    }
  }

  static let reading: [(type: ValueType, content: FieldContent, wanted: TypedValue, truth: Truth)] = [
    (.number, .number("12.50"), .decimal(12.5), .yes), (.number, .text("12.5"), .decimal(12.5), .unknown),
    (.boolean, .boolean(true), .boolean(true), .yes), (.boolean, .boolean(false), .boolean(true), .no),
    (.boolean, .text("true"), .boolean(true), .unknown), (.boolean, .number("1"), .boolean(true), .unknown),
    (.text, .text("Cafe\u{301}"), .text("Caf\u{E9}"), .yes), (.text, .text("café"), .text("Café"), .no),
    (.text, .number("674839201748392018"), .text("674839201748392018"), .yes),
    (.text, .boolean(true), .text("true"), .unknown), (.text, .other, .text(""), .unknown),
    (.text, .text(""), .text(""), .yes), (.text, .null, .text(""), .no),
    (.date, .text("2026-03-15"), .date(civilSeconds: 1_773_532_800), .yes),
    (.date, .text("2026-03-15T00:00:00"), .date(civilSeconds: 1_773_532_800), .yes),
    (.date, .text("2026-03-15T00:01"), .date(civilSeconds: 1_773_532_860), .yes),
    (.date, .text("2026-03-15T00:00:01.5"), .date(civilSeconds: 1_773_532_801), .yes),
    (.date, .text("2026-03-15T00:00:00Z"), .date(civilSeconds: 1_773_532_800), .unknown),
    (.date, .text("2026-03-15T00:00:00+02:00"), .date(civilSeconds: 1_773_532_800), .unknown),
    (.date, .text("2026-02-29"), .date(civilSeconds: 1_773_532_800), .unknown),
    (.date, .text("15/03/2026"), .date(civilSeconds: 1_773_532_800), .unknown),
    (.date, .number("20260315"), .date(civilSeconds: 1_773_532_800), .unknown),
  ]

  @Test("a value that cannot be read as the type is unknown", arguments: reading)
  func types(type: ValueType, content: FieldContent, wanted: TypedValue, expected: Truth) {
    #expect(truth(type, .oneOf([wanted]), content) == expected)
  }

  @Test("dates are compared by the clock on the tenant's wall")
  func dates() {
    let noon = TypedValue.date(civilSeconds: 1_773_532_800 + 43_200)
    #expect(truth(.date, .lessThan(noon), .text("2026-03-15")) == .yes)
    #expect(truth(.date, .moreThan(noon), .text("2026-03-15T12:00:01")) == .yes)
    #expect(truth(.date, .atLeast(noon), .text("2026-03-15T11:59:59")) == .no)
  }

  @Test("exists is known once the detail is read")
  func exists() {
    #expect(truth(.decimal, .exists(true), .text("no number")) == .yes)
    #expect(truth(.decimal, .exists(true), .other) == .yes)
    #expect(truth(.decimal, .exists(true), .null) == .no)
    #expect(truth(.decimal, .exists(true), nil) == .no)
    #expect(truth(.decimal, .exists(false), nil) == .yes)
    #expect(truth(.decimal, .exists(false), .null) == .yes)
    #expect(truth(.text, .exists(true), nil, .captured(step: "Never", field: "x")) == .no)
    #expect(truth(.text, .exists(false), nil, .form(field: "x")) == .yes)
    let unreadable = Make.quote().with { $0.details?.form = nil }
    #expect(Make.value(in: .form(field: "x"), as: .text, .exists(false)).evaluate(unreadable, at: Self.now) == .unknown)
  }

  @Test("what stands behind a step that could not be read is certain, and what stands before it is not")
  func gap() throws {
    let task = Make.quote().with {
      $0.details?.steps = [
        StepRecord(step: "Quote", captured: ["total": .text("1")]), StepRecord(step: "Check"),
        StepRecord(step: "Quote", captured: ["total": .text("2")]),
      ]
    }
    func truths(_ gap: Int?) -> [Truth] {
      let task = task.with { $0.details?.gap = gap }
      let tests = [
        Make.value(as: .text, .oneOf([.text("2")])),
        Make.value(in: .captured(step: "Check", field: "x"), .exists(false)),
        Make.value(in: .captured(step: "Never", field: "x"), .exists(false)),
      ]
      return tests.map { $0.evaluate(task, at: Self.now) }
    }
    #expect(truths(nil) == [.yes, .yes, .yes])
    #expect(truths(0) == [.yes, .yes, .unknown])
    #expect(truths(1) == [.yes, .yes, .unknown])
    #expect(truths(2) == [.yes, .unknown, .unknown])
    #expect(truths(3) == [.unknown, .unknown, .unknown])
  }

  @Test("of a step whose fields could not all be read, those that could are known, and no other is known to be missing")
  func partlyRead() {
    let task = Make.quote().with {
      $0.details?.steps = [
        StepRecord(step: "Quote", captured: ["total": .text("1"), "odd": .unreadable], isWhole: false)
      ]
    }
    func truth(_ field: String, _ comparison: ValueTest.Comparison) -> Truth {
      Make.value(in: .captured(step: "Quote", field: field), as: .text, comparison).evaluate(task, at: Self.now)
    }
    #expect(truth("total", .oneOf([.text("1")])) == .yes && truth("total", .exists(true)) == .yes)
    for field in ["odd", "other"] {
      #expect(truth(field, .exists(true)) == .unknown && truth(field, .exists(false)) == .unknown)
      #expect(truth(field, .oneOf([.text("1")])) == .unknown)
    }
  }

  @Test("like and matches look at text, with the same pattern rules as elsewhere")
  func patterns() throws {
    #expect(truth(.text, .like(try Glob("INV-*")), .text("INV-7")) == .yes)
    #expect(truth(.text, .matches(try Pattern("^INV-\\d+$")), .text("INV-7")) == .yes)
    #expect(truth(.text, .matches(try Pattern("^INV-\\d+$")), .text("INV-x")) == .no)
    #expect(
      truth(.text, .matches(try Pattern("(a+)+$")), .text(String(repeating: "a", count: 9_000) + "b")) == .unknown)
    #expect(truth(.decimal, .like(try Glob("4*")), .text("4300")) == .unknown)
  }

  @Test("a text is matched in NFC, an unknown one is unknown and none is false")
  func textMatches() throws {
    let test = TextTest.matches(try Pattern("^Caf\u{E9}$"))
    #expect(test.evaluate(.value("Cafe\u{301}")) == .yes)
    #expect(test.evaluate(.value("Cafe")) == .no)
    #expect(test.evaluate(.none) == .no)
    #expect(test.evaluate(.unknown) == .unknown)
    #expect(test.evaluate(.value(String(repeating: "x", count: 65_536))) == .unknown)
  }

  @Test("of a step that was gone through twice the last time counts")
  func lastRecord() throws {
    let task = Make.quote().with {
      $0.details?.steps = [
        StepRecord(step: "Quote", result: "redo", captured: ["total": .text("9000")]), StepRecord(step: "Other"),
        StepRecord(step: "Quote", result: "sent", captured: ["total": .text("10")]),
      ]
    }
    #expect(Make.value(as: .decimal, .atMost(try Make.decimal("10"))).evaluate(task, at: Self.now) == .yes)
    #expect(Rules.Predicate.previousResult(step: "Quote", oneOf: ["redo"]).evaluate(task, at: Self.now) == .no)
    #expect(Rules.Predicate.previousResult(step: "Quote", oneOf: ["x", "sent"]).evaluate(task, at: Self.now) == .yes)
    #expect(Rules.Predicate.previousResult(step: "Other", oneOf: ["x"]).evaluate(task, at: Self.now) == .unknown)
    #expect(Rules.Predicate.previousResult(step: "Never", oneOf: ["x"]).evaluate(task, at: Self.now) == .unknown)
  }

  @Test("a result is available if one of the codes is among the task's results")
  func resultAvailable() {
    let task = Make.quote()
    #expect(Rules.Predicate.resultAvailable(["approved"]).evaluate(task, at: Self.now) == .yes)
    #expect(Rules.Predicate.resultAvailable(["x", "rejected"]).evaluate(task, at: Self.now) == .yes)
    #expect(Rules.Predicate.resultAvailable(["x"]).evaluate(task, at: Self.now) == .no)
    let unread = task.with { $0.details?.results = nil }
    #expect(Rules.Predicate.resultAvailable(["x"]).evaluate(unread, at: Self.now) == .unknown)
  }

  @Test("form fields are read like captured ones, and all comparisons must hold")
  func form() throws {
    let task = Make.quote().with { $0.details?.form = ["amount": .number("12.5"), "empty": .null] }
    let five = try Make.decimal("5")
    func truth(_ field: String, _ comparisons: ValueTest.Comparison...) -> Truth {
      ValueTest(.form(field: field), as: .number, comparisons).evaluate(task)
    }
    #expect(truth("amount", .atLeast(five), .lessThan(try Make.decimal("12.51"))) == .yes)
    #expect(truth("amount", .atLeast(five), .lessThan(try Make.decimal("12.5"))) == .no)
    #expect(truth("empty", .atLeast(five)) == .no)
    #expect(truth("missing", .atLeast(five)) == .unknown)
  }
}
