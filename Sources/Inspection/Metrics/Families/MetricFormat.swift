/// The texts in which metrics are told.
///
/// Source: <https://prometheus.io/docs/specs/om/open_metrics_spec/>,
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>.
package enum MetricFormat: String, Sendable, CaseIterable {
  /// OpenMetrics 1.0.
  case openmetrics
  /// The older text of Prometheus, which node_exporter's textfile collector reads.
  case prometheus

  package var contentType: String {
    switch self {
    case .openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    }
  }

  /// The families as text; those without samples are left out.
  ///
  /// Samples have the same names and labels in either form.
  package func text(_ families: [MetricFamily]) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty { write(family, to: &text) }
    if self == .openmetrics { text += "# EOF\n" }
    return text
  }

  private func write(_ family: MetricFamily, to text: inout String) {
    let name = self == .openmetrics ? family.name : family.name + family.kind.suffix
    text += "# HELP \(name) \(escaped(help: family.help))\n# TYPE \(name) \(word(for: family.kind))\n"
    if self == .openmetrics, let unit = family.unit { text += "# UNIT \(name) \(unit)\n" }
    for sample in family.samples {
      text += family.name + family.kind.suffix + sample.suffix
      if !sample.labels.isEmpty {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped(label: $0.value))\"" }
        text += "{\(labels.joined(separator: ","))}"
      }
      text += " \(Self.number(sample.value))\n"
    }
  }

  private func word(for kind: MetricFamily.Kind) -> String {
    switch kind {
    case .info, .stateset: self == .openmetrics ? kind.rawValue : MetricFamily.Kind.gauge.rawValue
    case .gauge, .counter, .histogram: kind.rawValue
    }
  }

  /// A label's value: quotes, backslashes and ends of lines are escaped, other control characters are replaced, because
  /// people look at the text, too.
  static func escaped(label: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in label.unicodeScalars {
      switch scalar {
      case "\\", "\"": text += ["\\", scalar]
      case "\n": text += ["\\", "n"]
      default: text.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return String(text)
  }

  private func escaped(help: String) -> String {
    let text = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    return self == .openmetrics ? text.replacing("\"", with: "\\\"") : text
  }

  /// A number to three decimals.
  static func number(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value.isNaN { return "NaN" }
    let rounded = (value * 1_000).rounded() / 1_000
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
  }
}
