import Foundation
import JSON
import Testing

/// The alert rules and the board that the package installs.
@Suite("Files for those who watch it")
struct MonitoringFilesTests {
  private static let folder = (#filePath as NSString).deletingLastPathComponent + "/../../../monitoring/"

  /// The names of series in the golden file of all metrics.
  private static func series() throws -> Set<Substring> {
    let golden = try String(contentsOfFile: ReportTextTests.golden + "metrics.txt", encoding: .utf8)
    return Set(golden.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != "{" && $0 != " " } })
  }

  private static func metrics(in text: String) -> Set<Substring> {
    Set(text.matches(of: /\bcapataz_[a-z_]+/).map(\.output))
  }

  @Test("every metric that an alert asks for is one that we tell")
  func alerts() throws {
    let text = try String(contentsOfFile: Self.folder + "capataz.rules.yml", encoding: .utf8)
    let named = Self.metrics(in: text)
    #expect(named.count > 12)
    #expect(named.subtracting(try Self.series()).isEmpty)
  }

  @Test("capataz-metrics(7) has every series but the parts of the histogram")
  func manual() throws {
    let page = try String(contentsOfFile: Self.folder + "../man/capataz-metrics.7", encoding: .utf8)
    let named = Self.metrics(in: page.replacing("\\fB", with: " "))
    let missing = try Self.series().subtracting(named).filter { !$0.hasPrefix("capataz_effect_delay_seconds_") }
    #expect(missing.isEmpty, "\(missing)")
    #expect(named.subtracting(try Self.series()) == ["capataz_effect_delay_seconds"])
  }

  @Test("every metric that the board asks for is one that we tell, and nearly all of them are on it")
  func board() throws {
    let text = try String(contentsOfFile: Self.folder + "capataz.dashboard.json", encoding: .utf8)
    let named = Self.metrics(in: text)
    #expect(named.subtracting(try Self.series()).isEmpty)
    let panels = try #require(try JSONReader.read(Array(text.utf8))["panels"]?.array)
    #expect(panels.count > 20)
    let places = panels.compactMap { panel -> String? in
      guard let place = panel["gridPos"], let x = place["x"], let y = place["y"] else { return nil }
      return "\(x.text) \(y.text)"
    }
    #expect(places.count == panels.count && Set(places).count == places.count)
  }
}
