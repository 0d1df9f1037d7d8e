/// A schema with an `$id` of its own, or the root: what URIs name, and what anchors belong to.
struct SchemaResource {
  let base: SchemaURI
  let root: JSONPointer
  /// `$anchor` and `$dynamicAnchor` → index in the table of nodes.
  var anchors: [String: Int] = [:]
  var dynamicAnchors: [String: Int] = [:]
}

/// A `$ref` or `$dynamicRef` that waits until all ids and anchors are known.
struct PendingReference {
  let index: Int
  let location: JSONPointer
  let uri: SchemaURI
  let isDynamic: Bool
}

extension SchemaCompiler {
  /// The dialects whose vocabularies this compiler implements.
  static let dialects = ["https://json-schema.org/draft/2020-12/schema"]

  /// The resource that `object` belongs to: a new one where it has an `$id`.
  mutating func enterResource(
    _ object: JSONObject, at location: JSONPointer, from parent: Int
  ) -> Int {
    let source = SchemaSource(object: object, location: location, resource: parent)
    checkDialect(source)
    guard let id = string("$id", source) else { return parent }
    let reference = SchemaURI(id)
    let base = resources[parent].base.resolving(reference)
    guard reference.fragment ?? "" == "" else {
      report("must not have a fragment", at: location.appending("$id"))
      return parent
    }
    guard resourceIndexes[base.absolute] == nil || location == .root else {
      report("is taken by another schema", at: location.appending("$id"))
      return parent
    }
    if location == .root { resources.removeAll() }
    resourceIndexes[base.absolute] = resources.count
    resources.append(SchemaResource(base: base, root: location))
    return resources.count - 1
  }

  private mutating func checkDialect(_ source: SchemaSource) {
    guard let dialect = string("$schema", source),
      !Self.dialects.contains(SchemaURI(dialect).absolute)
    else { return }
    let known = Phrase.list(Self.dialects.map { .string($0) })
    report(
      "must be \(known), but is \(Phrase.quote(dialect))", at: source.location.appending("$schema"))
  }

  mutating func readAnchors(_ source: SchemaSource, index: Int) {
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let name = string(keyword, source) else { continue }
      let location = source.location.appending(keyword)
      guard Self.isAnchor(name) else {
        report("must start with a letter or _ and go on with those, digits, - or .", at: location)
        continue
      }
      let known = resources[source.resource].anchors.updateValue(index, forKey: name)
      if let known, known != index { report("is taken by another schema", at: location) }
      guard keyword == "$dynamicAnchor" else { continue }
      resources[source.resource].dynamicAnchors[name] = index
    }
  }

  private static func isAnchor(_ name: String) -> Bool {
    guard let first = name.utf8.first, ASCII.isLetter(first) || first == UInt8(ascii: "_") else {
      return false
    }
    return name.utf8.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || "_-.".utf8.contains($0)
    }
  }

  mutating func referenceKeywords(_ source: SchemaSource) -> [SchemaKeyword] {
    _ = namedSchemas("$defs", source)
    var keywords: [SchemaKeyword] = []
    for keyword in ["$ref", "$dynamicRef"] {
      guard let text = string(keyword, source) else { continue }
      let index = program.references.count
      program.references.append(SchemaReference())
      pending.append(
        PendingReference(
          index: index,
          location: source.location.appending(keyword),
          uri: resources[source.resource].base.resolving(SchemaURI(text)),
          isDynamic: keyword == "$dynamicRef"))
      keywords.append(.reference(index))
    }
    return keywords
  }

  /// Binds all references. One may only be found after another has made its target a schema, so
  /// this goes on for as long as something is.
  mutating func resolveReferences() {
    while !pending.isEmpty {
      let batch = pending
      pending = []
      var missed: [PendingReference] = []
      for reference in batch {
        if let target = target(of: reference) {
          bind(reference, to: target)
        } else {
          missed.append(reference)
        }
      }
      guard missed.count < batch.count || !pending.isEmpty else {
        for reference in missed {
          report(
            "leads to \(Self.name(reference.uri)), which is not in this document",
            at: reference.location)
        }
        return
      }
      pending += missed
    }
  }

  private static func name(_ uri: SchemaURI) -> String {
    Phrase.value(.string(uri.absolute + (uri.fragment.map { "#" + $0 } ?? "")))
  }

  private mutating func bind(_ reference: PendingReference, to target: Int) {
    program.references[reference.index].target = target
    guard reference.isDynamic, let anchor = reference.uri.fragment else { return }
    let resource = program.nodes[target].resource
    // Only a reference that leads to a dynamic anchor to begin with looks further
    // (JSON Schema Core, section 8.2.3.2).
    guard resources[resource].dynamicAnchors[anchor] == target else { return }
    program.references[reference.index].dynamicAnchor = anchor
  }

  private mutating func target(of reference: PendingReference) -> Int? {
    guard let resource = resourceIndexes[reference.uri.absolute],
      let fragment = reference.uri.decodedFragment
    else { return nil }
    guard fragment.isEmpty || fragment.utf8.first == UInt8(ascii: "/") else {
      return resources[resource].anchors[fragment]
    }
    guard let pointer = JSONPointer(parsing: fragment) else { return nil }
    let location = JSONPointer(tokens: resources[resource].root.tokens + pointer.tokens)
    if let known = nodeIndexes[location] { return known }
    guard let schema = location.value(in: document) else { return nil }
    return compile(schema, at: location, resource: owner(of: location))
  }

  /// The resource of the innermost schema around a location.
  private func owner(of location: JSONPointer) -> Int {
    var tokens = location.tokens
    while !tokens.isEmpty {
      tokens.removeLast()
      if let index = nodeIndexes[JSONPointer(tokens: tokens)] {
        return program.nodes[index].resource
      }
    }
    return 0
  }
}
