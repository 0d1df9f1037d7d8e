package import JSON

extension Manifest {
  /// Reads a manifest of one file that nobody has proven.
  package init(_ document: JSONValue, source: String) throws(ManifestProblems) {
    try self.init(ManifestSource(name: source, document: document), overlays: [])
  }

  /// Lays overlays over a manifest, in order, and reads the whole. What is proven is read when it
  /// is needed; the rest at once, and everything that is wrong with it is thrown.
  ///
  /// A provider, tool or prompt of a known name has its fields replaced, one by one and at any depth; a
  /// field set to `null` is removed; arrays are replaced whole; new names are added at the end.
  /// Problems name the file that said the thing, and where it said it.
  package init(
    _ base: ManifestSource, overlays: [ManifestSource]
  ) throws(ManifestProblems) {
    let merged = Self.merged(base, overlays)
    let (manifest, found) = Self.read(merged, proven: ProvenParts(of: base, under: overlays))
    let problems = found.problems
    let faults = overlays.flatMap(Self.shapeProblems)
    guard problems.isEmpty, faults.isEmpty else {
      let origin = ManifestOrigin(merged: merged, sources: overlays.reversed() + [base])
      throw ManifestProblems(problems: faults + problems.map(origin.problem))
    }
    self = manifest
  }

  static func merged(_ base: ManifestSource, _ overlays: [ManifestSource]) -> JSONValue {
    overlays.reduce(base.document) { overlaying($0, $1.document) }
  }

  /// What is wrong with an overlay that merging alone would hide.
  private static func shapeProblems(_ overlay: ManifestSource) -> [ManifestProblem] {
    guard overlay.document.object == nil else { return [] }
    return [
      ManifestProblem(
        source: overlay.name, pointer: .root,
        message: "a manifest must be an object, but this is \(overlay.document.nameOfType)")
    ]
  }

  private static func overlaying(_ base: JSONValue, _ overlay: JSONValue) -> JSONValue {
    guard let base = base.object, let overlay = overlay.object else { return base }
    var merged = base.merging(overlay)
    merged["providers"] = named(base["providers"], overlay["providers"], by: "id") { old, new in
      var provider = old.overlaid(with: new)
      provider["tools"] = named(old["tools"], new["tools"], by: "name", merge: tool)
      return provider
    }
    if let old = base["parameters"]?.object, let new = overlay["parameters"]?.object {
      merged["parameters"] = .object(old.overlaid(with: new))
    }
    merged["tools"] = named(base["tools"], present(overlay["tools"]), by: "name")
    merged["prompts"] = named(base["prompts"], overlay["prompts"], by: "name")
    return .object(merged)
  }

  /// What an overlay removes of a tool's `output` is marked there: a shape may say it too.
  private static func tool(_ old: JSONObject, _ new: JSONObject) -> JSONObject {
    var merged = old.overlaid(with: new)
    if let output = old["output"]?.object, let changes = new["output"]?.object {
      merged["output"] = .object(output.overlaid(with: changes, keepingNulls: true))
    }
    return merged
  }

  /// The server's own tools under the names they have today.
  private static func present(_ tools: JSONValue?) -> JSONValue? {
    guard let elements = tools?.array else { return tools }
    return .array(
      elements.map { tool in
        guard let object = tool.object, let former = object["name"]?.string,
          let today = ToolDescriptor.formerNames[former]
        else { return tool }
        return .object(object.merging(["name": .string(today)]))
      })
  }

  /// Two arrays of named objects as one: of a name in both, the old one changed by the new.
  private static func named(
    _ old: JSONValue?, _ new: JSONValue?, by key: String,
    merge: (JSONObject, JSONObject) -> JSONObject = { $0.overlaid(with: $1) }
  ) -> JSONValue? {
    guard let new else { return old }
    guard !new.isNull else { return nil }
    guard var merged = old?.array, let additions = new.array else { return new }
    for addition in additions {
      let name = addition[key]
      if let object = addition.object, name != nil,
        let index = merged.firstIndex(where: { $0[key] == name }), let known = merged[index].object
      {
        merged[index] = .object(merge(known, object))
      } else {
        merged.append(addition)
      }
    }
    return .array(merged)
  }
}

extension JSONObject {
  /// The fields of another object laid over these, one by one and at any depth: null removes one,
  /// and arrays are replaced whole. With `keepingNulls` a null stays, to remove it of something else.
  func overlaid(with other: JSONObject, keepingNulls: Bool = false) -> JSONObject {
    var merged = self
    for (key, value) in other {
      switch (merged[key], value) {
      case (_, .null): merged[key] = keepingNulls ? JSONValue.null : nil as JSONValue?
      case (.object(let old)?, .object(let new)):
        merged[key] = .object(old.overlaid(with: new, keepingNulls: keepingNulls))
      default: merged[key] = value
      }
    }
    return merged
  }
}
