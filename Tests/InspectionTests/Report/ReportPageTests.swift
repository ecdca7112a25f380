import Foundation
import FoundationXML
import Inspection
import Testing

@Suite("The report as a page") struct ReportPageTests {
  /// Every kind of page.
  static func pages() async throws -> [(name: String, html: String)] {
    let day = try await ReportSample.day().report(people: ReportSample.people)
    let empty = try await ReportSample.empty.report(isRunning: false)
    let hostile = try await ReportSample.hostile().report()
    let half = try await ReportSample.halfYear().report(182 * 86_400)
    var fleet = [day]
    for (name, done) in [("boreal", 12), ("cumbres", 0), ("delta", 3), ("eloy-alfaro", 0)] {
      fleet.append(try await ReportSample.quiet(name, done: done).report())
    }
    return [
      ("day.en", try ReportPage([day], .en).html()), ("day.es", try ReportPage([day], .es).html()),
      ("empty.en", try ReportPage([empty], .en).html()), ("empty.es", try ReportPage([empty], .es).html()),
      ("hostile.es", try ReportPage([hostile], .es).html()), ("half.en", try ReportPage([half], .en).html()),
      ("fleet.es", try ReportPage(fleet, .es).html()),
    ]
  }

  @Test("every page is well-formed, calls nothing from elsewhere, and has no script and no style but its own")
  func form() async throws {
    for (name, html) in try await Self.pages() {
      let reading = XMLReading(html)
      #expect(reading.mistake == nil, "\(name)")
      #expect(reading.elements.isDisjoint(with: ["script", "link", "img", "iframe", "object", "form"]), "\(name)")
      #expect(reading.attributes.isDisjoint(with: ["style", "src", "href:out", "onclick", "onmouseover"]), "\(name)")
      #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("url("), "\(name)")
      #expect(reading.ids.count == Set(reading.ids).count, "\(name): an id stands twice")
      #expect(reading.unnamedPictures == 0, "\(name)")
      #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(name.suffix(2))\""))
      #expect(!html.contains("{{") || name.hasPrefix("hostile"), "\(name)")
    }
    guard let folder = ProcessInfo.processInfo.environment["CAPATAZ_REPORT_PAGES"] else { return }
    for (name, html) in try await Self.pages() {
      try html.write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
    }
  }
}

/// What a reader of XML finds in a page.
final class XMLReading: NSObject, XMLParserDelegate {
  private(set) var elements: Set<String> = []
  private(set) var attributes: Set<String> = []
  private(set) var ids: [String] = []
  /// Pictures that neither have a name nor are hidden from those who cannot see them.
  private(set) var unnamedPictures = 0
  private(set) var mistake: String?
  private var open: [(name: String, isUnnamed: Bool)] = []

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.replacing("<!DOCTYPE html>\n", with: "").utf8))
    parser.delegate = self
    if !parser.parse() { mistake = "\(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes facts: [String: String]
  ) {
    elements.insert(name)
    attributes.formUnion(facts.keys)
    if let link = facts["href"], !link.hasPrefix("#") { attributes.insert("href:out") }
    if let id = facts["id"] { ids.append(id) }
    if name == "title", let picture = open.indices.last, open[picture].name == "svg" { open[picture].isUnnamed = false }
    open.append((name, name == "svg" && facts["aria-hidden"] != "true"))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if open.popLast()?.isUnnamed == true { unnamedPictures += 1 }
  }
}
