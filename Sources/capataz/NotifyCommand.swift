import ArgumentParser
import Foundation
import GeoTareas
import Glibc
import HTTP
import Log
import Notify
import Platform
import RuleFiles
import TenantRuntime

/// Tells people by mail or webhook of what the log says.
struct NotifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify",
    abstract: "Sends a mail or calls a webhook when a person is needed.",
    discussion: """
      Follows the systemd journal of the daemon, or reads the log from its standard input: the JSON form, or what \
      'journalctl -o json' writes. A record of an event and tenant is sent almost at once; what comes of the same in the \
      hour after that is counted and sent as one. It is a program beside the daemon and needs neither its configuration \
      nor its secrets.

      The address of a webhook is a secret: it stands in a systemd credential, a file with mode 0400, or an environment \
      variable. It gets one JSON object a notice, by POST.
      """)

  @Option(name: .customLong("mail"), help: "Send a mail to this address; may be given several times.")
  var mails: [String] = []
  @Option(help: "Call the webhook whose address is in credential:NAME, file:PATH or env:NAME.")
  var webhook: String?
  @Option(help: "The sender of mails (default: left to the mail program).")
  var from: String?
  @Option(help: "The mail program, which is given a message and -t -i.", completion: .file())
  var sendmail = "/usr/sbin/sendmail"
  @Option(help: "From this level on: err, warning, notice or info.")
  var level = LogEntry.Level.err
  @Option(help: "The time in which an event of a tenant is told once, such as 30m.")
  var every = "1h"
  @Option(help: "How long the first record waits for others that come with it.")
  var gather = "10s"
  @Option(name: .customLong("unit"), help: "The unit to follow; may be given several times (default: capataz.service).")
  var units: [String] = []
  @Flag(help: "Read the log from standard input, up to its end.")
  var stdin = false
  @Option(help: "Keep there how far the log was read (default: $STATE_DIRECTORY).", completion: .directory)
  var state: String?
  @Flag(help: "Let the webhook have a private address.")
  var allowPrivate = false
  @Option(help: "The proxy to the webhook, as http://HOST:PORT.")
  var proxy: String?
  @Option(help: "Authorities to trust for the webhook instead of the system's, as PEM.", completion: .file())
  var caFile: String?
  @Flag(help: "Send one notice to see whether it arrives, and end.")
  var test = false

  func validate() throws {
    guard mails.isEmpty != (webhook == nil) else {
      throw ValidationError("say where notices go: --mail ADDRESS, or --webhook file:PATH")
    }
    for mail in mails + (from.map { [$0] } ?? []) where MailAddress(mail) == nil {
      throw ValidationError("'\(LogText.safe(mail))' is no address of a mail; expected NAME@HOST or a local NAME")
    }
    if let webhook, source(webhook) == nil {
      // It may be the address itself, so it is not repeated.
      throw ValidationError(
        "--webhook says where the address is, for it is a secret: credential:NAME, file:PATH or env:NAME")
    }
    if Duration(written: gather) == nil {
      throw ValidationError("--gather '\(LogText.safe(gather))': expected a time such as 10s")
    }
    if period == nil { throw ValidationError("--every '\(LogText.safe(every))': expected a time such as 30m or 1h") }
    if stdin, !units.isEmpty { throw ValidationError("--unit is for the systemd journal: leave it or --stdin out") }
  }

  func run() async throws {
    // A mail program that does not read its input must not end us.
    signal(SIGPIPE, SIG_IGN)
    let environment = ProcessInfo.processInfo.environment
    let courier = try Terminal.complaining { try self.courier(environment) }
    if test { return try await sendTest(by: courier) }
    var settings = NoticeService.Settings(host: Self.host)
    settings.level = level
    settings.period = period ?? settings.period
    settings.gathering = Duration(written: gather) ?? settings.gathering
    settings.environment = environment
    settings.directory =
      state ?? environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
    let source: LogSource =
      stdin
      ? .input(STDIN_FILENO)
      : .journal(program: "/usr/bin/journalctl", units: units.isEmpty ? ["capataz.service"] : units)
    let log = ReportLog(
      LogSettings(), isTerminal: isatty(STDERR_FILENO) == 1, colour: Terminal.hasColour(STDERR_FILENO),
      journalStream: environment["JOURNAL_STREAM"], foldsRepeats: true)
    let ending = await NoticeService(source, to: courier, settings, log: log).run()
    if ending == .leftUnsent { throw ExitCode.findings }
  }

  private var period: Duration? { Duration(written: every).flatMap { $0 < .seconds(1) ? nil : $0 } }

  private func courier(_ environment: [String: String]) throws(CredentialError) -> any Courier {
    guard let source = webhook.flatMap({ self.source($0) }) else {
      return MailCourier(
        program: sendmail, to: mails.compactMap { MailAddress($0) }, from: from.flatMap { MailAddress($0) },
        environment: environment)
    }
    let address = try CredentialReader(environment: environment).address(source)
    var http = HTTPSettings()
    http.allowPrivate = allowPrivate
    http.proxy = proxy
    http.caFile = caFile
    do throws(TransportError) {
      return WebhookCourier(
        address, keptIn: source.inWords, transport: try CurlTransport(configuration: .init(http)))
    } catch {
      throw CredentialError("the network cannot be used: \(error.detail)")
    }
  }

  /// Where the address of a webhook is; nil for anything else.
  private func source(_ text: String) -> SecretSource? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let (kind, rest) = (text[..<colon], String(text[text.index(after: colon)...]))
    guard !rest.isEmpty, !rest.hasPrefix("//") else { return nil }
    return switch kind {
    case "credential" where !rest.contains("/"): .credential(rest)
    case "file": .file(rest)
    case "env": .env(rest)
    default: nil
    }
  }

  private func sendTest(by courier: any Courier) async throws {
    let now = Date()
    let record = HeardRecord(
      at: now, level: .notice, event: "test", tenant: nil,
      message: "this is a test: notices of capataz on \(Self.host) arrive here")
    var desk = NoticeDesk(period: .seconds(3_600))
    desk.take(record, at: now)
    _ = desk.gather(host: Self.host, isEnd: true, at: now)
    guard let notice = desk.waiting.first else { return }
    if let problem = await courier.deliver(notice, lost: 0) {
      Terminal.complain("capataz: the test was not sent: \(problem)")
      throw ExitCode.findings
    }
    Terminal.say("sent to \(courier.inWords)")
  }

  /// What this machine is called.
  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return LogText.safe(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}

extension LogEntry.Level: ExpressibleByArgument {}
