import Foundation
import Glibc
import Platform
import RuleFiles

/// Where the files of a first run go, and how the commands are given that use them.
struct BeginningPlaces {
  /// The configuration.
  let path: String
  /// The service that the configuration is for; nil for a daemon of one's own.
  let service: ServicePlaces?

  private var folder: String {
    let parent = (path as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }

  init(_ path: String) {
    self.path = path
    service = geteuid() == 0 ? ServicePlaces(configuration: path) : nil
  }

  /// What is made; without answers, the files whose names do not depend on them, and empty.
  func files(_ given: (answers: FirstAnswers, password: [UInt8], apiKey: [UInt8])?) -> NewFiles {
    // What others can write is refused, whatever the umask lets them do.
    let mask = service == nil ? currentMask | 0o022 : 0o022
    var files = NewFiles(
      folders: [.init(folder, mode: 0o777 & ~mask), .init(folder + "/rules", mode: 0o777 & ~mask)], files: [])
    if let service { files.folders.append(.init(service.credentials, mode: 0o700)) }
    var texts = (configuration: "", rules: "", tests: "")
    if let given {
      let name = given.answers.tenant
      func source(_ kind: String) -> SecretSource {
        service == nil ? .file("\(name).\(kind)") : .credential("\(name)-\(kind)")
      }
      let first = FirstFiles(
        given.answers, state: service?.state ?? "state", password: source("password"), apiKey: source("api-key"),
        schemas: access(Self.schemas, F_OK) == 0 ? Self.schemas : nil)
      texts = (first.configuration, first.rules, first.tests)
      for (source, bytes) in [(first.password, given.password), (first.apiKey, given.apiKey)] {
        files.files.append(.init(place(of: source), bytes, mode: 0o400))
      }
    }
    for (name, text) in [(FirstFiles.ruleFile, texts.rules), (FirstFiles.testFile, texts.tests)] {
      files.files.append(.init("\(folder)/\(name)", Array(text.utf8), mode: 0o666 & ~mask))
    }
    // Last: the service starts where there is one.
    files.files.append(.init(path, Array(texts.configuration.utf8), mode: 0o666 & ~mask, fillsEmpty: true))
    return files
  }

  private static let schemas = "/usr/share/capataz/schemas"

  private func place(of source: SecretSource) -> String {
    switch source {
    case .file(let name), .env(let name): "\(folder)/\(name)"
    case .credential(let name): "\(service?.credentials ?? folder)/\(name)"
    }
  }

  /// Folders whose files the new configuration would take for its own.
  var occupied: [String] {
    ["rules", "tenants.d"].map { "\(folder)/\($0)" }.filter { path in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return !files.isEmpty && !files.contains((FirstFiles.ruleFile as NSString).lastPathComponent)
    }
  }

  /// A command of Capataz as a person gives it for this configuration.
  func command(_ words: String) -> String {
    if path == ConfigurationFile.usual { return "sudo capataz \(words)" }
    return "\(service == nil ? "" : "sudo ")capataz --config \(path.quotedForShell) \(words)"
  }

  /// The same where ``export``, if there is one, was typed before.
  private func short(_ words: String) -> String { service == nil ? "capataz \(words)" : command(words) }

  /// What lets commands find the configuration of a daemon of one's own; nil where they find it already.
  private var export: String? {
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    let known = ProcessInfo.processInfo.environment["CAPATAZ_CONFIG"]
    return service == nil && known != whole && known != path ? "export CAPATAZ_CONFIG=\(whole.quotedForShell)" : nil
  }

  /// What to type next, a line each.
  var nextSteps: [String] {
    let rule = "\(folder)/\(FirstFiles.ruleFile)"
    var steps = [
      (short("directory --forms"), "the names that rules are written with"),
      (short("run"), "the daemon, with its log, until Ctrl-C"),
      (short("status"), "what is wrong, since when, what to do"),
      (short("report"), "what was done or would have been"),
      (short("hold --why TEXT"), "the stop button; then: release"),
    ]
    if let service {
      let start = service.unit.contains("@") ? "enable --now" : "start"
      steps[1] = ("sudo systemctl \(start) \(service.unit)", "the daemon")
      steps.insert(("journalctl -u \(service.unit) -f", "its log, until Ctrl-C"), at: 2)
    }
    let width = steps.map(\.0.count).max() ?? 0
    let lines = steps.map { command, meaning in
      "  \(command.padding(toLength: width, withPad: " ", startingAt: 0))  # \(meaning)"
    }
    return ["What to type next:"] + (export.map { ["  \($0)"] } ?? []) + lines + [
      "", "The rule in \(rule) only watches.", "When what it would do is right, write 'stage: live' there, then:",
      "  \(short("check")) && \(short("reload"))",
    ]
  }

  /// The rights that this process takes away from what it makes.
  private var currentMask: mode_t {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }
}
