import GeoTareas
import JSON
import Testing

@Suite("The shape of an answer")
struct AnswerShapeTests {
  private func shape(_ endpoint: Endpoint, _ text: String) throws -> AnswerShape {
    let body = try json(text)
    return AnswerShape(endpoint, data: try #require(body["data"]), meta: body["meta"])
  }

  @Test("what the vendor's samples consist of is what is documented, each key of them")
  func samples() throws {
    for (endpoint, sample) in [
      (Endpoint.detail, VendorSamples.detail), (.list, VendorSamples.list), (.complete, VendorSamples.completed),
      (.reassign, VendorSamples.reassigned),
    ] {
      let shape = try shape(endpoint, sample)
      let documented = DocumentedPart.all(of: endpoint)
      #expect(!shape.isEmpty)
      for (path, part) in shape.parts {
        let known = try #require(documented[path], "\(endpoint): \(path)")
        #expect(part.kinds.isSubset(of: known.kinds), "\(endpoint): \(path)")
        #expect(part.codes.isSubset(of: known.codes ?? []), "\(endpoint): \(path)")
      }
    }
  }

  @Test("no value and no key that people or customers chose is in it")
  func secrecy() throws {
    let shape = try shape(
      .detail,
      #"""
      {"data": {"id": "1", "instance_id": "2", "status": "Ask Anna", "entity": {"type": "CUENTA", "label": "Acme"},
       "Anna Berg": 1, "extra": {"cedula": "0912345678"}, "fields": [{"name": "Secret field", "value": {"Anna": 1}}],
       "previous_steps_data": [{"step_name": "Quote", "captured_data": {"diagnosis": "none", "Acme": true}}]}}
      """#)
    let text = "\(shape)"
    for word in ["Anna", "Acme", "cedula", "0912345678", "Secret", "diagnosis", "Quote"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(shape.parts["data.extra"]?.kinds == [.object] && shape.parts["data.*"]?.kinds == [.number])
    #expect(shape.parts["data.status"]?.codes == ["*"] && shape.parts["data.entity.type"]?.codes == ["CUENTA"])
    #expect(shape.parts["data.previous_steps_data[].captured_data"]?.count == 1)
  }

  @Test("the work and the size are bounded, whatever an answer holds")
  func bounded() throws {
    let keys = (0..<5_000).map { #""key_\#($0)": 1"# }.joined(separator: ",")
    let rows = Array(repeating: "{\"id\": \"1\", \(keys)}", count: 60).joined(separator: ",")
    let shape = try shape(.list, "{\"data\": [\(rows)]}")
    #expect(shape.parts.count <= AnswerShape.mostKeys + 5 && shape.objects["data[]"] == 25)
    #expect(shape.parts["data[].*"] != nil)
  }

  @Test("a value that cannot be read has no kind, and a time is told from other texts where one is expected")
  func kinds() throws {
    let shape = try shape(
      .list,
      #"""
      {"data": [{"id": "\ud800", "created_at": "2026-03-15T11:30:01", "due_date": "tomorrow", "escalated": null},
       {"id": 5, "created_at": "2026-03-15T11:30:01", "due_date": null, "escalated": [1]}], "meta": {"total": 2}}
      """#)
    #expect(shape.parts["data[].id"]?.kinds == [.number] && shape.parts["data[].id"]?.count == 2)
    #expect(shape.parts["data[].created_at"]?.kinds == [.time])
    #expect(shape.parts["data[].due_date"]?.kinds == [.text, .null])
    #expect(shape.parts["data[].escalated"]?.kinds == [.null, .list])
    #expect(shape.parts["meta.total"]?.kinds == [.number])
    #expect(try self.shape(.list, #"{"data": []}"#).isEmpty)
  }
}
