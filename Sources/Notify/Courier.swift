import Foundation
package import GeoTareas
import JSON
import Log
package import TenantRuntime

/// Hands notices over to somebody else.
package protocol Courier: Sendable {
  /// Where they go, for people; no secret is in it.
  var inWords: String { get }
  /// Hands a notice over; nil where it was taken, otherwise why not.
  ///
  /// - Parameter lost: How many notices before this one were lost.
  func deliver(_ notice: Notice, lost: Int) async -> String?
}

/// Sends notices by the machine's mail program.
package struct MailCourier: Courier {
  private let program: String
  private let to: [MailAddress]
  private let from: MailAddress?
  private let environment: [String: String]

  /// What the program may know of our environment: nothing that could be a secret.
  private static let passed: Set = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "EMAIL"]

  /// - Parameters:
  ///   - program: One that takes a message from its input and the recipients from the message: `sendmail -t -i`.
  ///   - to: At least one.
  package init(program: String, to: [MailAddress], from: MailAddress?, environment: [String: String]) {
    self.program = program
    self.to = to
    self.from = from
    self.environment = environment.filter { Self.passed.contains($0.key) }
  }

  package var inWords: String { "\(to.map(\.text).joined(separator: ", ")) by \(program)" }

  package func deliver(_ notice: Notice, lost: Int) async -> String? {
    let text = NoticeText(notice, lost: lost, zone: .current)
    let mail = Mail(notice, text, to: to, from: from, at: Date())
    let command = ChildCommand(
      program: program, arguments: ["-t", "-i"], environment: environment,
      input: SecretFilter.shared.cleaned(mail.message))
    return await command.run()
  }
}

/// Posts notices to one address, as JSON.
package struct WebhookCourier: Courier {
  private let address: ReceiverAddress
  private let transport: any Transport
  /// Where the address is kept, for people.
  private let source: String

  package init(_ address: ReceiverAddress, keptIn source: String, transport: any Transport) {
    self.address = address
    self.source = source
    self.transport = transport
  }

  package var inWords: String { "the webhook of \(source)" }

  package func deliver(_ notice: Notice, lost: Int) async -> String? {
    let json = NoticeText(notice, lost: lost, zone: .current).json
    let body = SecretFilter.shared.cleaned(Array(LogText.json(json.text).utf8))
    do throws(TransportError) {
      let answer = try await transport.send(address.request(body: body))
      return (200...299).contains(answer.status) ? nil : "\(inWords) answers \(answer.status)"
    } catch {
      return "\(inWords): \(error.detail)"
    }
  }
}
