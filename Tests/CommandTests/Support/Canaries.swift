import Foundation
import Testing

/// Secrets that stand nowhere else in the world, and everything that a program leaves behind, to look for them in.
struct Canaries {
  /// With what needs quoting in JSON, in a path and in base64.
  let password = "cnry-\"Pä\\ss+w/rd%-\(UUID().uuidString)"
  let apiKey = "gtk_cnry+/=%~\(UUID().uuidString)"
  let token = "eyCnry.+/=%~\(UUID().uuidString)"

  /// What begins every token that the sandbox gives out.
  static let issued = "eyJhbGci"

  /// Every form in which each secret could be found: as it is, in JSON, percent-encoded, and in base64 alone or as part of
  /// something.
  var forms: [(name: String, bytes: Data)] {
    var forms: [(String, Data)] = []
    for (name, text) in [("password", password), ("key", apiKey), ("token", token), ("issued token", Self.issued)] {
      forms.append((name, Data(text.utf8)))
      let json = (try? JSONEncoder().encode(text)) ?? Data()
      forms.append((name + " in JSON", json.dropFirst().dropLast()))
      for allowed in [CharacterSet.alphanumerics, .urlQueryAllowed, .urlPathAllowed] {
        let encoded = text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        forms.append((name + " percent-encoded", Data(encoded.utf8)))
        forms.append(
          (name + " percent-encoded", Data(encoded.replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() }.utf8)))
      }
      for shift in 0..<3 {
        // The first four and the last four characters may be decided by what stands beside the secret.
        let whole = Data(String(repeating: "x", count: shift).utf8) + Data(text.utf8)
        let inner = whole.base64EncodedString().dropFirst(4).dropLast(4)
        guard inner.utf8.count >= 8 else { continue }
        forms.append((name + " in base64", Data(inner.utf8)))
        let forURLs = inner.replacing("+", with: "-").replacing("/", with: "_")
        forms.append((name + " in base64", Data(forURLs.utf8)))
      }
    }
    return forms
  }

  /// Which secrets, in which form, are in `data`.
  func found(in data: Data) -> [String] { forms.filter { data.range(of: $0.bytes) != nil }.map(\.name) }

  /// None is in `data`.
  func expectNone(in data: Data, of what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let found = found(in: data)
    #expect(found.isEmpty, "in \(what)", sourceLocation: sourceLocation)
  }

  /// None is in what a process wrote.
  func expectNone(in child: ChildProcess, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectNone(in: Data(child.output.text.utf8), of: "\(what)'s output", sourceLocation: sourceLocation)
    expectNone(in: Data(child.errors.text.utf8), of: "\(what)'s errors", sourceLocation: sourceLocation)
  }

  /// None is in a file of the folder, raw.
  func expectNone(inFolder folder: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
    #expect(files.contains("journal.sqlite"), sourceLocation: sourceLocation)
    for file in files {
      let data = try Data(contentsOf: URL(filePath: folder + "/" + file))
      expectNone(in: data, of: file, sourceLocation: sourceLocation)
    }
  }

  /// None is in the command line or the environment of a process.
  func expectNone(inProcess pid: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for file in ["cmdline", "environ"] {
      // The environment is root's to read.
      guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/\(file)")) else { continue }
      expectNone(in: data, of: "/proc/\(pid)/\(file)", sourceLocation: sourceLocation)
    }
  }
}
