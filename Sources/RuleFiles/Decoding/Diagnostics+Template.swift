import Rules
import YAML

extension Diagnostics {
  /// Reads the references in a text of `node`; nil and an error at its place where one is wrong.
  func template(_ text: String, _ node: Node) -> Template? {
    do throws(TemplateReader.Problem) {
      return try TemplateReader.template(text)
    } catch {
      switch error {
      case .unclosed(let offset):
        self.error("a '${' is not closed; add '}', or write '$${' for the characters", at: node.mark(at: offset))
      case .unknown(let name, let offset):
        let ending =
          TemplateReader.otherNames[name].map { "; did you mean '\($0)'?" }
          ?? Suggestion.ending(for: name, among: TemplateReader.names)
        self.error("unknown reference \("${\(name)}".quotedForMessage)\(ending)", at: node.mark(at: offset))
      }
      return nil
    }
  }
}
