import Rules
import YAML

/// Writes a test report in the XML form that CI systems read.
///
/// Source: the schema of the Jenkins xUnit plugin, `junit-10.xsd`.
package enum JUnit {
  /// The whole document, with a newline at its end: a suite per file, and mistakes in files as errors.
  package static func xml(_ report: RuleTestReport) -> String {
    let errors = report.diagnostics.filter { $0.severity == .error }
    let total = report.results.count + errors.count
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(total)\" failures=\"\(report.failed)\" errors=\"\(errors.count)\">",
    ]
    for file in report.files {
      let failed = file.results.count { !$0.hasPassed }
      lines.append(
        "  <testsuite name=\"\(escaped(file.path))\" tests=\"\(file.results.count)\" failures=\"\(failed)\" errors=\"0\">"
      )
      for result in file.results { lines += testCase(result) }
      lines.append("  </testsuite>")
    }
    if !errors.isEmpty {
      lines.append("  <testsuite name=\"files\" tests=\"\(errors.count)\" failures=\"0\" errors=\"\(errors.count)\">")
      for error in errors {
        lines.append(
          "    <testcase classname=\"\(escaped(error.mark.file))\" name=\"\(escaped(error.mark.description))\">")
        lines.append("      <error message=\"\(escaped(error.message))\">\(escaped(error.rendered()))</error>")
        lines.append("    </testcase>")
      }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  private static func testCase(_ result: RuleTestReport.Result) -> [String] {
    let attributes =
      "classname=\"\(escaped(result.source.file))\" name=\"\(escaped(result.name))\" line=\"\(result.source.line)\""
    guard let first = result.problems.first else { return ["    <testcase \(attributes)/>"] }
    let text = ["\(result.source.file):\(result.source.line): \(result.name)"] + result.problems
    return [
      "    <testcase \(attributes)>",
      "      <failure message=\"\(escaped(first))\">\(escaped(text.joined(separator: "\n")))</failure>",
      "    </testcase>",
    ]
  }

  /// The text as it may appear in XML 1.0; characters that XML does not allow become the replacement character.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
