import Glibc

/// A door through which untrusted bytes enter, and what must hold whatever they are.
///
/// Each case tries one input: it must return in bounded time, and its own checks must hold; a broken one ends the
/// process, which is what a fuzzer waits for. The same cases run over the kept corpus in the tests.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A file of rules, from YAML to decisions.
  case rules
  /// The daemon's configuration, and a file of rule tests.
  case settings
  /// Any bytes as JSON.
  case json
  /// What the server sends: tasks, details, pages, receipts.
  case tasks
  /// The header fields of an answer.
  case headers
  /// Dates of the API and of HTTP.
  case dates
  /// Text with references to a task.
  case templates
  /// Regular expressions and globs with a subject.
  case patterns
  /// A task's id on its way into an address.
  case paths
  /// What others wrote on its way into the log.
  case log

  /// Tries one input.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .rules: RulesInput.run(bytes)
    case .settings: SettingsInput.run(bytes)
    case .json: JSONInput.run(bytes)
    case .tasks: TasksInput.run(bytes)
    case .headers: HeadersInput.run(bytes)
    case .dates: DatesInput.run(bytes)
    case .templates: TemplatesInput.run(bytes)
    case .patterns: PatternsInput.run(bytes)
    case .paths: PathsInput.run(bytes)
    case .log: LogInput.run(bytes)
    }
  }
}

/// Ends the process, and says what does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
  if !holds { fatalError(what()) }
}

extension [UInt8] {
  /// The parts between the zero bytes, as text; always `count` of them.
  func texts(_ count: Int) -> [String] {
    var parts = split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    while parts.count < count { parts.append("") }
    return parts
  }
}

/// The one function that libFuzzer calls; the target is named by `CAPATAZ_FUZZ_TARGET`.
///
/// Source: <https://llvm.org/docs/LibFuzzer.html>.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private let chosen: FuzzTarget = {
  let name = getenv("CAPATAZ_FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError("CAPATAZ_FUZZ_TARGET is '\(name)'; expected one of \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()
