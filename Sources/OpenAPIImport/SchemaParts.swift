internal import JSON

/// One schema made of all that it refers to and builds upon: references followed, `allOf` merged,
/// alternatives that are none taken for what they are. Real ones stay apart: `variants`.
struct SchemaParts {
  /// Keyword → its value, but for those below. What builds upon others wins over them; what stands
  /// inside is merged with theirs.
  private(set) var keywords: [String: OpenAPINode] = [:]
  /// In their order.
  private(set) var properties: [(name: String, node: OpenAPINode)] = []
  private(set) var required: Set<String> = []
  /// The types a value may have, `null` left out; none when nothing is said.
  private(set) var types: [String] = []
  /// Whether it stands in itself: only its type is here then.
  private(set) var isCut = false
  /// The places of the schemas it is made of, and of those it stands in.
  private(set) var inside: [JSONPointer]

  private var propertyPlaces: [String: Int] = [:]
  private let document: OpenAPIDocument
  private var ancestors: [JSONPointer]
  /// Schemas of which a value fits one, beside what is said here of all.
  private var alternatives: [OpenAPINode] = []
  /// The types that are said of all of them.
  private var ownTypes: [String] = []
  /// Whether `null` is among the values; nil where nothing is said of all of them.
  private var allowsNull: Bool?

  /// The schema at a node. `ancestors` are the places of those it stands in.
  init(_ node: OpenAPINode, in document: OpenAPIDocument, inside ancestors: [JSONPointer] = []) {
    self.document = document
    self.ancestors = ancestors
    inside = ancestors
    add(node)
    if types.isEmpty { types = inferredTypes }
  }

  /// The one type a value has; nil when it may have several, or nothing is said.
  var type: String? {
    types.count > 1 && Set(types) == ["integer", "number"]
      ? "number" : types.count == 1 ? types[0] : nil
  }

  static let scalars: Set = ["string", "integer", "number", "boolean"]
  private static let known = scalars.union(["array", "object"])

  /// Whether every value is a text, a number or a truth value.
  var isScalar: Bool { !types.isEmpty && Self.scalars.isSuperset(of: types) }

  subscript(keyword: String) -> JSONValue? { keywords[keyword]?.value }

  private mutating func add(_ node: OpenAPINode) {
    guard node.others.isEmpty else {
      for part in node.parts { addPart(part) }
      return
    }
    guard let schema = node.value.object else {
      if node.value != true { document.notes.add(node.pointer, "is no schema; taken as any value") }
      return
    }
    if schema.contains("$ref") { addTarget(of: node) }
    for part in document.elements(node["allOf"]) { addPart(part) }
    allowsNull = Self.allowsNull(schema) ?? allowsNull
    for keyword in ["oneOf", "anyOf"] { addAlternatives(node[keyword], keyword) }
    for key in schema.keys where !Self.merged.contains(key) {
      let isInside = ["items", "additionalProperties"].contains(key)
      keywords[key] = isInside ? node[key]?.merged(over: keywords[key]) : node[key]
    }
    addTypes(node["type"])
    for (name, property) in document.members(node["properties"]) {
      if let place = propertyPlaces[name] {
        properties[place].node = property.merged(over: properties[place].node)
      } else {
        propertyPlaces[name] = properties.count
        properties.append((name, property))
      }
    }
    required.formUnion(document.elements(node["required"]).compactMap(\.value.string))
  }

  /// Adds one of several schemas that a value fits all of: `null` is one where each allows it, or one
  /// says nothing but that.
  private mutating func addPart(_ node: OpenAPINode) {
    let before = allowsNull
    allowsNull = nil
    add(node)
    if let others = before, let own = allowsNull {
      allowsNull = others && own || node.value["nullable"] == true && node.value["type"] == nil
    } else {
      allowsNull = allowsNull ?? before
    }
  }

  /// What a schema itself says of `null`.
  private static func allowsNull(_ schema: JSONObject) -> Bool? {
    if schema["nullable"] == true { return true }
    guard let type = schema["type"] else { return nil }
    return (type.array ?? [type]).contains("null")
  }

  private static let merged: Set = [
    "$ref", "allOf", "oneOf", "anyOf", "type", "nullable", "properties", "required",
  ]

  private mutating func addTarget(of node: OpenAPINode) {
    guard let target = document.target(of: node) else { return }
    if ancestors.contains(target.pointer) {
      document.notes.add(
        node.pointer, "stands in itself; cut off here, any value of its type is taken")
      isCut = true
      if types.isEmpty { types = [Self.plainType(target.value)].compactMap(\.self) }
    } else if !inside.contains(target.pointer) {
      inside.append(target.pointer)
      add(target)
    }
  }

  private mutating func addTypes(_ node: OpenAPINode?) {
    guard let node else { return }
    let names = (node.value.array ?? [node.value]).compactMap(\.string)
    let found = names.filter(Self.known.contains)
    if found.isEmpty { return document.notes.add(node.pointer, "is no type; left out") }
    types = Self.common(types, found)
    ownTypes = Self.common(ownTypes, found)
  }

  /// The types that are in both; the later ones where there is none, or nothing was said before.
  private static func common(_ earlier: [String], _ later: [String]) -> [String] {
    // An integer is a number as well.
    var common = later.filter { type in
      earlier.contains(type) || type == "integer" && earlier.contains("number")
    }
    if later.contains("number"), !later.contains("integer"), earlier.contains("integer"),
      !earlier.contains("number")
    {
      common.append("integer")
    }
    return common.isEmpty ? later : common
  }

  /// `null` as an alternative only means that it may be missing, a single other one is the schema
  /// itself, and alternatives that list their values are one list.
  private mutating func addAlternatives(_ node: OpenAPINode?, _ keyword: String) {
    guard let node else { return }
    let written = document.elements(node)
    let choices = written.filter { !Self.isNull($0.value) }
    let isNullable = choices.count < written.count || allowsNull == true
    if choices.count == 1 { add(choices[0]) }
    if isNullable { allowsNull = true }
    if choices.count == 1 { return }
    let followed = choices.compactMap { document.followed($0) }
    let lists = followed.compactMap { $0.value["enum"]?.array ?? $0.value["const"].map { [$0] } }
    if lists.count == choices.count, !lists.isEmpty {
      keywords["enum"] = OpenAPINode(value: .array(lists.flatMap(\.self)), pointer: node.pointer)
      return
    }
    if followed.allSatisfy({ Self.onlyDemands.isSuperset(of: $0.value.object?.keys ?? []) }) {
      return document.notes.add(
        node.pointer, "\(keyword) is not portable; left out, the service checks it")
    }
    var found: [String] = []
    for type in followed.map({ Self.plainType($0.value) }) where !found.contains(type ?? "") {
      found.append(type ?? "")
    }
    types = found.contains("") ? [] : found
    guard alternatives.isEmpty, choices.count <= Self.alternativeLimit else {
      let taken = type.map { "any value of the type \($0) is taken" } ?? "any value is taken"
      return document.notes.add(node.pointer, "has alternatives beyond what is told; \(taken)")
    }
    alternatives = choices
  }

  /// More alternatives cost more than they tell.
  private static let alternativeLimit = 8
  /// What says nothing of a value's shape.
  private static let onlyDemands: Set = ["required", "not", "title", "description"]

  private static func isNull(_ schema: JSONValue) -> Bool {
    schema["type"] == "null" || schema["const"] == .null || schema["enum"] == [nil]
  }

  /// The type that a schema itself tells, references left alone.
  private static func plainType(_ schema: JSONValue) -> String? {
    if let type = schema["type"]?.string { return known.contains(type) ? type : nil }
    if schema["properties"] != nil { return "object" }
    if schema["items"] != nil { return "array" }
    return schema["allOf"]?.array?.lazy.compactMap(plainType).first
  }

  /// The type that the keywords tell where none is named.
  private var inferredTypes: [String] {
    if !properties.isEmpty || keywords["additionalProperties"]?.value.object != nil {
      return ["object"]
    }
    if keywords["items"] != nil { return ["array"] }
    let values = keywords["enum"]?.value.array ?? self["const"].map { [$0] } ?? []
    let names = Set(values.filter { !$0.isNull }.map(\.typeName))
    if !names.isEmpty { return names.sorted() }
    if ["pattern", "minLength", "maxLength", "format"].contains(where: { self[$0]?.isNull == false }
    ) {
      return ["string"]
    }
    return ["minimum", "maximum", "multipleOf"].contains { self[$0] != nil } ? ["number"] : []
  }
}

extension SchemaParts {
  /// Alternatives within alternatives are told apart so deep.
  private static let variantDepth = 2

  /// The only values there are, where they are listed.
  private var values: [JSONValue]? {
    self["const"].map { [$0] } ?? keywords["enum"]?.value.array
  }

  var hasAlternatives: Bool { !alternatives.isEmpty }

  /// Whether `null` is among its values: it is said, one of the alternatives takes it, or anything
  /// will do.
  var isNullable: Bool { allowsNull(depth: 0) }

  private func allowsNull(depth: Int) -> Bool {
    if let allowsNull { return allowsNull }
    if !alternatives.isEmpty, !isCut, depth < Self.variantDepth {
      return alternatives.contains { variant($0).allowsNull(depth: depth + 1) }
    }
    return values?.contains(.null) ?? (types.isEmpty && !isCut)
  }

  /// What a value may be: each of one type, or of any where nothing is said. One at least.
  func variants(depth: Int = 0) -> [SchemaParts] {
    guard alternatives.isEmpty || isCut || depth == Self.variantDepth else {
      return alternatives.flatMap { variant($0).variants(depth: depth + 1) }
    }
    var kept = types
    if kept.contains("number") { kept.removeAll { $0 == "integer" } }
    // A type that none of the values has is none.
    let names = Set((values ?? []).map(\.typeName))
    let chosen = kept.filter { names.contains($0) || $0 == "number" && names.contains("integer") }
    if !chosen.isEmpty { kept = chosen }
    guard kept.count > 1 else { return [limited(to: kept)] }
    return kept.map { type in
      var parts = limited(to: [type])
      parts.forgetExplanations()
      return parts
    }
  }

  /// The members of all variants together, where each is an object: any of them may be given, and
  /// those are required that are in all.
  func joined() -> SchemaParts {
    let variants = variants()
    guard variants.count > 1, variants.allSatisfy({ $0.type == "object" }) else { return self }
    var joined = limited(to: ["object"])
    for variant in variants {
      for (name, node) in variant.properties where joined.propertyPlaces[name] == nil {
        joined.propertyPlaces[name] = joined.properties.count
        joined.properties.append((name, node))
      }
    }
    joined.required = variants.dropFirst().reduce(variants[0].required) {
      $0.intersection($1.required)
    }
    return joined
  }

  private func limited(to types: [String]) -> SchemaParts {
    var parts = self
    parts.types = types
    parts.alternatives = []
    return parts
  }

  /// What explains the whole explains none of its variants.
  private mutating func forgetExplanations() {
    for keyword in ["title", "description", "default", "example", "examples"] {
      keywords[keyword] = nil
    }
  }

  /// What is said here of all, and what an alternative says besides.
  private func variant(_ alternative: OpenAPINode) -> SchemaParts {
    var parts = limited(to: ownTypes)
    parts.forgetExplanations()
    parts.allowsNull = nil
    parts.ancestors = inside
    parts.add(alternative)
    if parts.types.isEmpty { parts.types = parts.inferredTypes }
    return parts
  }
}

extension OpenAPINode {
  /// Each part of what is said, the last by itself.
  fileprivate var parts: [OpenAPINode] {
    var own = self
    own.others = []
    return others + [own]
  }

  /// What is said here and what is said elsewhere of the same, where both are schemas.
  fileprivate func merged(over other: OpenAPINode?) -> OpenAPINode {
    guard let other, other.pointer != pointer, other.value.object != nil, value.object != nil
    else { return self }
    var merged = self
    merged.others = other.parts + others
    return merged
  }
}
