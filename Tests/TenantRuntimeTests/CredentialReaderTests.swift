import Daemon
import GeoTareas
import Glibc
import RuleFiles
import Support
import TenantRuntime
import Testing

@Suite struct CredentialReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ source: SecretSource, _ environment: [String: String] = [:]) throws(CredentialError) -> [UInt8] {
    let reader = CredentialReader(environment: environment)
    let credentials = try reader.read(CredentialSettings(login: .token(source), apiKey: source))
    return credentials.apiKey.withBytes { $0 }
  }

  private func refusal(_ source: SecretSource, _ environment: [String: String] = [:]) -> String {
    do throws(CredentialError) {
      _ = try read(source, environment)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test(
    "the newline an editor leaves is not part of a secret; everything else is",
    arguments: [
      ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), (" s3 cret ", " s3 cret "),
      ("clavé\n", "clavé"),
    ])
  func newline(_ content: String, _ expected: String) throws {
    let path = try folder.write(content, to: "secret")
    #expect(try read(.file(path)) == Array(expected.utf8))
  }

  @Test(
    "a secret that is empty or holds a control character is refused",
    arguments: [
      ("", "empty"), ("\n", "empty"), ("a\nb", "control"), ("a\n\n", "control"), ("a\0b", "control"),
      ("a\u{7f}", "control"),
    ])
  func content(_ content: String, _ word: String) throws {
    let path = try folder.write(content, to: "secret")
    let text = refusal(.file(path))
    #expect(text.contains(word), "\(text)")
    #expect(text.contains(path))
  }

  @Test("a secret that is nowhere is missing; one that is unsafe, empty or of another user is not")
  func missing() throws {
    func missing(_ login: SecretSource, _ key: SecretSource, _ environment: [String: String] = [:]) -> [String] {
      CredentialReader(environment: environment).missing(of: CredentialSettings(login: .token(login), apiKey: key))
    }
    let open = try folder.write("s", to: "open", mode: 0o644)
    let empty = try folder.write("", to: "capataz_empty")
    #expect(missing(.file(open), .file(empty)) == [])
    #expect(missing(.credential("a"), .env("B")).count == 2)
    #expect(missing(.credential("a"), .env("B"), ["B": "", "CREDENTIALS_DIRECTORY": folder.path]).count == 1)
    #expect(missing(.credential("empty"), .credential("open"), ["CREDENTIALS_DIRECTORY": folder.path]) == [])
    #expect(missing(.file(folder.path + "/none"), .file(open)).first?.contains("none") == true)
  }

  @Test("a file that only its owner can read is taken", arguments: [mode_t(0o400), 0o600, 0o700])
  func safeMode(_ mode: mode_t) throws {
    let path = try folder.write("s", to: "secret", mode: mode)
    #expect(try read(.file(path)) == [UInt8(ascii: "s")])
  }

  @Test(
    "a file that others can touch is refused with the command that mends it",
    arguments: [mode_t(0o640), 0o604, 0o620, 0o601])
  func unsafeMode(_ mode: mode_t) throws {
    let path = try folder.write("s", to: "secret", mode: mode)
    let text = refusal(.file(path))
    #expect(text.hasSuffix("run: chmod 0400 \(path)"), "\(text)")
    #expect(text.contains("mode 0\(String(mode, radix: 8))"))
  }

  @Test("a file of somebody else is refused, and taken for root if it belongs to the daemon's user")
  func owner() throws {
    // Only root can give files away; for anybody else the one who runs is taken for another.
    let (me, isRoot) = (geteuid(), geteuid() == 0)
    let path = try folder.write("s", to: "se cret", mode: 0o400)
    let state = folder.path + "/state"
    mkdir(state, 0o700)
    if isRoot {
      chown(path, 54_321, 0)
      chown(state, 54_321, 0)
    }
    func refusal(_ safety: SecretSafety) -> String? {
      do throws(CredentialError) {
        let reader = CredentialReader(environment: [:], safety: safety)
        _ = try reader.read(CredentialSettings(login: .token(.file(path)), apiKey: .file(path)))
        return nil
      } catch {
        return error.description
      }
    }
    let other = isRoot ? me : me + 1
    let text = try #require(refusal(SecretSafety(user: other)))
    #expect(text.contains("belongs to user \(isRoot ? 54_321 : me), who could put another in its place"), "\(text)")
    #expect(text.hasSuffix("run: chown \(isRoot ? "root" : String(other)) '\(path)'"), "\(text)")
    // For a command of root the daemon's user is the state directory's; for other users only they themselves are.
    #expect(refusal(SecretSafety(state: state, user: 0)) == nil)
    #expect(refusal(SecretSafety(state: state, user: me + 1)) != nil)
    #expect(refusal(SecretSafety(state: state, isCheck: true, user: me + 1)) == nil)
    #expect(refusal(SecretSafety(user: isRoot ? 54_321 : me)) == nil)
  }

  @Test("what can be told of a secret's file without reading it: a check may be made by somebody who may not")
  func unread() throws {
    let reader = CredentialReader(environment: [:])
    let path = try folder.write("x", to: "secret", mode: 0o400)
    #expect(reader.problem(with: .file(path)) == nil)
    chmod(path, 0o644)
    let unsafe = try #require(reader.problem(with: .file(path)))
    #expect(unsafe.isUnsafe && unsafe.text.hasSuffix("run: chmod 0400 \(path)"))
    let missing = try #require(reader.problem(with: .file(path + "x")))
    #expect(
      !missing.isUnsafe && missing.text == "secret file '\(path)x' cannot be looked at: No such file or directory")
    let empty = try folder.write("", to: "empty", mode: 0o400)
    #expect(reader.problem(with: .file(empty))?.text == "secret file '\(empty)' is empty; put the secret there")
    #expect(symlink(path, folder.path + "/link") == 0)
    #expect(reader.problem(with: .file(folder.path + "/link"))?.isUnsafe == true)
    // What the daemon has in its environment is not in that of others.
    #expect(reader.problem(with: .env("NOWHERE")) == nil && reader.problem(with: .credential("x")) == nil)
    let credentials = CredentialReader(environment: ["CREDENTIALS_DIRECTORY": folder.path])
    #expect(credentials.problem(with: .credential("secret"))?.isUnsafe == true)
  }

  @Test("a link, a folder, a FIFO and a missing file are refused in plain words")
  func notAFile() throws {
    let path = try folder.write("s", to: "secret")
    #expect(symlink(path, folder.path + "/link") == 0)
    #expect(mkfifo(folder.path + "/fifo", 0o600) == 0)
    #expect(refusal(.file(folder.path + "/link")).contains("symbolic link"))
    #expect(refusal(.file(folder.path + "/fifo")).contains("not a regular file"))
    #expect(refusal(.file(folder.path)).contains("not a regular file"))
    #expect(refusal(.file(folder.path + "/none")).contains("No such file"))
  }

  @Test("64 KiB are taken, a byte more is not")
  func size() throws {
    let most = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
    #expect(try read(.file(folder.write(most, to: "most"))) == most)
    #expect(refusal(.file(try folder.write(most + [120], to: "more"))).contains("longer than 65536 bytes"))
  }

  @Test("a systemd credential is found under its name, or with the unit's name before it")
  func credential() throws {
    let environment = ["CREDENTIALS_DIRECTORY": folder.path]
    try folder.write("prefixed\n", to: "capataz_api-key")
    #expect(try read(.credential("api-key"), environment) == Array("prefixed".utf8))
    try folder.write("plain\n", to: "api-key")
    #expect(try read(.credential("api-key"), environment) == Array("plain".utf8))
    #expect(refusal(.credential("other"), environment).contains("credential 'other'"))
    #expect(refusal(.credential("api-key")).contains("LoadCredential="))
  }

  @Test("an environment variable is taken as it is; a missing one is named")
  func environment() throws {
    #expect(try read(.env("KEY"), ["KEY": "from env"]) == Array("from env".utf8))
    #expect(refusal(.env("KEY")).contains("environment variable 'KEY' is not set"))
  }

  @Test("no description of a credential shows it")
  func description() throws {
    let reader = CredentialReader(environment: ["KEY": "hidden-value"])
    let credentials = try reader.read(
      CredentialSettings(login: .password(email: "a@b.example", password: .env("KEY")), apiKey: .env("KEY")))
    var dumped = ""
    dump(credentials, to: &dumped)
    #expect(!"\(credentials)\(dumped)\(String(reflecting: credentials))".contains("hidden-value"))
  }
}
