internal import JSON

/// The schema of a tool's answer as the manifest has it, and the shapes it uses. They are
/// put in when somebody wants to see it whole.
struct OutputSchema: Sendable {
  private let written: ManifestCursor
  private let shapes: OutputShapes

  /// Reads a tool's `output`, and checks it unless it is proven; nil where there is none.
  init?(reading cursor: ManifestCursor, _ shapes: ManifestCursor?) {
    guard let written = cursor.child("output") else { return nil }
    self.written = written
    self.shapes = OutputShapes(shapes)
    guard !cursor.isProven else { return }
    let output = self.shapes.inlined(written)
    if output.object["type"] != "object" {
      output.report("must have \"type\": \"object\": older clients take no other answer")
    }
    PublishedSchema.checkRoot(output)
    _ = PublishedSchema.compile(output.object, output)
  }

  /// The schema with every shape put in.
  var object: JSONObject { shapes.inlined(written).object }
}

/// Schemas that several tools of a provider answer with, written once and used by name:
/// `{"use": "datapoint"}` stands for the shape, with the fields beside it laid over.
///
/// What is published holds the shapes themselves: hosts that read output schemas do not all
/// follow references.
struct OutputShapes: Sendable {
  private let shapes: ManifestCursor?

  init(_ shapes: ManifestCursor?) {
    self.shapes = shapes
  }

  /// The schema with every shape put in.
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
      let hint = meantHint(name, among: shapes?.object.keys ?? []) ?? ""
      report("no shape is named \"\(name)\"\(hint)")
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
