package import GeoTareas
package import Records
package import Rules

extension EffectKey {
  /// The key of a request that `action` became.
  package init(_ write: Write, of action: RenderedAction) {
    var clocks: [String: String] = [:]
    if case .complete(_, let fields, _) = action { for field in fields { clocks[field.name] = field.clock } }
    self.init(write, clocks: clocks)
  }
}
