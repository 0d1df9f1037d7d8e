internal import JSON

/// The schema of a tool's answer as the manifest has it, and the shapes it uses: schemas that
/// several tools of a provider answer with, written once and used by name. `{"use": "datapoint"}`
/// stands for the shape, with the fields beside it laid over it as an overlay is: at any depth.
///
/// The shapes are put in when somebody wants to see the schema whole, and what is published holds
/// them: hosts that read output schemas do not all follow references.
struct OutputSchema: Sendable {
  private let written: ManifestCursor
  private let shapes: ManifestCursor?

  /// Reads a tool's `output`, and checks it unless it is proven; nil where there is none.
  init?(reading cursor: ManifestCursor, _ shapes: ManifestCursor?) {
    guard let written = cursor.child("output") else { return nil }
    self.written = written
    self.shapes = shapes
    guard !cursor.isProven else { return }
    let output = ManifestCursor(
      object: object, pointer: written.pointer, problems: written.problems)
    if output.object["type"] != "object" {
      output.report("must have \"type\": \"object\": older clients take no other answer")
    }
    PublishedSchema.checkRoot(output)
    _ = PublishedSchema.compile(output.object, output)
  }

  /// The schema with every shape put in.
  var object: JSONObject { inlined(written.object, inside: []).withoutNulls }

  /// `names` are the shapes this one stands in: none of them can be part of itself.
  private func inlined(_ schema: JSONObject, inside names: [String]) -> JSONObject {
    guard let name = schema["use"]?.string else {
      return JSONObject(schema.map { ($0.key, inlined($0.value, inside: names)) })
    }
    guard !names.contains(name) else {
      written.report("the shape \"\(name)\" is part of itself")
      return [:]
    }
    guard let shape = shapes?.object[name]?.object else {
      let hint = meantHint(name, among: shapes?.object.keys ?? []) ?? ""
      written.report("no shape is named \"\(name)\"\(hint)")
      return [:]
    }
    var own = schema
    own["use"] = nil
    return inlined(shape, inside: names + [name]).overlaid(with: inlined(own, inside: names))
  }

  private func inlined(_ value: JSONValue, inside names: [String]) -> JSONValue {
    switch value {
    case .object(let object): .object(inlined(object, inside: names))
    case .array(let elements): .array(elements.map { inlined($0, inside: names) })
    case .null, .bool, .number, .string: value
    }
  }
}

extension JSONObject {
  /// The object without members that are null, at any depth but in arrays: they have removed what they
  /// could.
  fileprivate var withoutNulls: JSONObject {
    JSONObject(
      lazy.filter { !$0.value.isNull }.map { key, value in
        (key, value.object.map { .object($0.withoutNulls) } ?? value)
      })
  }
}
