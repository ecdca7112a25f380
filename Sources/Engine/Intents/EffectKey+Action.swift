package import GeoTareas
package import Records
package import Rules

extension EffectKey {
  /// The key of a request that `action` became.
  package init(_ write: Write, of action: RenderedAction) {
    switch action {
    case .complete(_, let fields, let comment):
      var clocks: [String: String] = [:]
      for field in fields { clocks[field.name] = field.clock }
      self.init(write, clocks: clocks, comment: comment?.template)
    case .reassign(_, let comment): self.init(write, clocks: [:], comment: comment?.template)
    }
  }
}
