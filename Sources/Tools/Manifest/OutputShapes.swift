internal import JSON

/// Schemas that several tools of a provider answer with, written once and used by name:
/// `{"use": "datapoint"}` stands for the shape, with the fields beside it laid over.
///
/// What is published holds the shapes themselves: hosts that read output schemas do not all
/// follow references.
struct OutputShapes {
  private let shapes: ManifestCursor?

  init(_ shapes: ManifestCursor?) {
    self.shapes = shapes
  }

  /// The schema with every shape in its place.
  func inlined(_ schema: ManifestCursor) -> ManifestCursor {
    let object = inlined(schema.object, inside: []) { schema.report($0) }
    return ManifestCursor(object: object, pointer: schema.pointer, problems: schema.problems)
  }

  /// `names` are the shapes this one stands in: none of them can be part of itself.
  private func inlined(
    _ schema: JSONObject, inside names: [String], _ report: (String) -> Void
  ) -> JSONObject {
    guard let name = schema["use"]?.string else {
      return JSONObject(schema.map { ($0.key, inlined($0.value, inside: names, report)) })
    }
    guard !names.contains(name) else {
      report("the shape \"\(name)\" is part of itself")
      return [:]
    }
    guard let shape = shapes?.object[name]?.object else {
      let meant = nearestName(to: name, among: shapes?.object.keys ?? [])
      report(
        "no shape is named \"\(name)\"" + (meant.map { "; did you mean \"\($0)\"?" } ?? ""))
      return [:]
    }
    var own = schema
    own["use"] = nil
    return inlined(shape.merging(own), inside: names + [name], report)
  }

  private func inlined(
    _ value: JSONValue, inside names: [String], _ report: (String) -> Void
  ) -> JSONValue {
    switch value {
    case .object(let object): .object(inlined(object, inside: names, report))
    case .array(let elements): .array(elements.map { inlined($0, inside: names, report) })
    case .null, .bool, .number, .string: value
    }
  }
}
