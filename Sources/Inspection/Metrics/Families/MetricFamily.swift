/// A family of metrics: what is measured, and its samples.
///
/// What fills it is elsewhere.
package struct MetricFamily: Sendable, Equatable {
  /// The types of OpenMetrics that are used here.
  package enum Kind: String, Sendable {
    case gauge, counter, histogram, info, stateset

    /// What the samples' names end with, where all of them end alike.
    var suffix: String {
      switch self {
      case .counter: "_total"
      case .info: "_info"
      case .gauge, .histogram, .stateset: ""
      }
    }
  }

  package struct Label: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct Sample: Sendable, Equatable {
    /// What follows the family's name, such as `_bucket`.
    package var suffix: String
    package var labels: [Label]
    package var value: Double

    package init(_ labels: [Label], _ value: Double, suffix: String = "") {
      self.suffix = suffix
      self.labels = labels
      self.value = value
    }
  }

  /// The name without what the type adds to it: `capataz_polls` for `capataz_polls_total`.
  package var name: String
  package var kind: Kind
  /// What the name ends with where it has a unit.
  package var unit: String?
  /// One sentence.
  package var help: String
  package var samples: [Sample]

  package init(_ name: String, _ kind: Kind, unit: String? = nil, help: String, samples: [Sample] = []) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.help = help
    self.samples = samples
  }
}
