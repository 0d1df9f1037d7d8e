package import JSON

/// An overlay under which the answers that were counted differ from nothing: new fields are listed
/// with their types, types are widened, and what is missing is required or listed no longer.
package enum DriftOverlay {
  /// nil where there is nothing to accept.
  package static func overlay(accepting report: DriftReport, in manifest: Manifest) -> JSONObject? {
    let tools = Dictionary(grouping: report.findings, by: \.tool)
    let providers: [JSONValue] = manifest.providers.compactMap { provider in
      let changed: [JSONValue] = provider.tools.compactMap { tool in
        guard let findings = tools[tool.name], let output = tool.output else { return nil }
        let new = findings.reduce(JSONValue.object(output)) { $0.accepting($1.count) }
        guard case .object(let changes)? = JSONValue.object(output).changes(to: new) else {
          return nil
        }
        return ["name": .string(tool.name), "output": .object(changes)]
      }
      if changed.isEmpty { return nil }
      return ["id": .string(provider.id), "tools": .array(changed)]
    }
    if providers.isEmpty { return nil }
    return ["manifest_version": 1, "providers": .array(providers)]
  }
}

extension JSONValue {
  /// This schema, which lets a field be as it was seen.
  fileprivate func accepting(_ count: FieldCount) -> JSONValue {
    let path = count.pointer.tokens[...]
    switch count.kind {
    case .otherType:
      return at(path) { $0.widened(to: count.seen) }
    case .new:
      guard let name = path.last else { return self }
      return at(path.dropLast()) { schema in
        var schema = schema
        if name == "*" {
          schema["additionalProperties"] = [:]
        } else {
          var members = schema["properties"]?.object ?? [:]
          members[name] = .object(JSONValue.schema(of: count.seen))
          schema["properties"] = .object(members)
        }
        return schema
      }
    case .missing:
      guard let name = path.last else { return self }
      return at(path.dropLast()) { schema in
        var schema = schema
        if let required = schema["required"]?.array, required.contains(.string(name)) {
          schema["required"] = .array(required.filter { $0 != .string(name) })
        }
        // What comes at times is listed as before; of a field without a type nobody misses it.
        if count.count >= count.answers || count.run >= DriftFinding.patience {
          var members = schema["properties"]?.object ?? [:]
          members[name] = [:]
          schema["properties"] = .object(members)
        }
        return schema
      }
    }
  }

  /// The schema with the one changed that is about what a path leads to.
  private func at(
    _ path: ArraySlice<String>, _ change: (JSONObject) -> JSONObject
  ) -> JSONValue {
    guard var schema = object else { return self }
    guard let name = path.first else { return .object(change(schema)) }
    let rest = path.dropFirst()
    if name == "*" {
      for keyword in ["items", "additionalProperties"] {
        guard let inner = schema[keyword], inner.object != nil else { continue }
        schema[keyword] = inner.at(rest, change)
        return .object(schema)
      }
    } else if let inner = schema["properties"]?[name] {
      var members = schema["properties"]?.object ?? [:]
      members[name] = inner.at(rest, change)
      schema["properties"] = .object(members)
      return .object(schema)
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
      guard let parts = schema[keyword]?.array else { continue }
      schema[keyword] = .array(parts.map { $0.at(path, change) })
      return .object(schema)
    }
    return self
  }

  /// A schema of one type, or of any of several.
  fileprivate static func schema(of types: JSONTypes) -> JSONObject {
    let names = types.names
    if types == .any || names.isEmpty { return [:] }
    guard names.count > 1 else { return ["type": .string(names[0])] }
    return ["anyOf": .array(names.map { ["type": .string($0)] })]
  }

  /// What lies over one value to make another of it; nil where they are the same.
  fileprivate func changes(to new: JSONValue) -> JSONValue? {
    if self == new { return nil }
    guard let old = object, let changed = new.object else { return new }
    var changes: JSONObject = [:]
    for (key, value) in changed {
      if let before = old[key] {
        if let change = before.changes(to: value) { changes[key] = change }
      } else {
        changes[key] = value
      }
    }
    for key in old.keys where !changed.contains(key) { changes[key] = JSONValue.null }
    return .object(changes)
  }
}

extension JSONObject {
  /// The schema of a field that also takes these types.
  fileprivate func widened(to types: JSONTypes) -> JSONObject {
    var own = self
    own["description"] = nil as JSONValue?
    var schema: JSONObject = [:]
    if let description = self["description"] { schema["description"] = description }
    if types.isSubset(of: [.fraction, .integer]), own["type"] == "integer" {
      own["type"] = "number"
      return schema.merging(own)
    }
    let old = own["anyOf"]?.array
    let alternatives = own.count == 1 && old != nil ? old ?? [] : [.object(own)]
    let others = JSONValue.schema(of: types)
    let added = others["anyOf"]?.array ?? [.object(others)]
    schema["anyOf"] = .array(alternatives + added)
    return schema
  }
}
