/// What a schema says of the fields of an answer, by name and type alone. Answers are compared with
/// it as they pass.
///
/// A name that isn't listed beside others is a new one, unless `additionalProperties` is written
/// there; where no names are listed, any may come. A type that isn't written is any type, and `null`
/// is a type like others.
package struct SchemaFields: Sendable {
  /// The root first, parents before what is in them.
  let fields: [Field]

  struct Field: Sendable {
    /// Member names; `*` stands for the elements of an array, or for the members of a map.
    let path: [String]
    /// Index of what it is in.
    let parent: Int?
    var types: JSONTypes
    let isRequired: Bool
    /// Whether it is the elements of an array, or the members of a map.
    let isRepeated: Bool
    /// Whether a name that isn't among `members` is a new one.
    fileprivate(set) var listsMembers: Bool
    /// Indices, by name.
    var members: [(name: String, index: Int)] = []
    /// Index of what the elements of an array are.
    var element: Int?
    /// Index of what members are that aren't listed.
    var other: Int?

    /// Whether anything is known of what is in it.
    var isDescribed: Bool { listsMembers || !members.isEmpty || element != nil || other != nil }

    /// Whether its absence says something: of a field that no type is written for, nobody knows.
    var isExpected: Bool { isRequired || (types != .any && !isRepeated) }
  }

  /// Past so many fields, and so deep, nothing more is known.
  static let limit = 512
  static let depthLimit = 8

  /// `paths` lead to fields that are known, if not listed.
  package init(_ schema: JSONObject, knowing paths: [[String]] = []) {
    var outline = SchemaOutline(.object(schema), depth: 0)
    for path in paths { outline.know(path[...]) }
    var fields: [Field] = []
    Self.add(outline, [], in: nil, isRequired: true, isRepeated: false, to: &fields)
    self.fields = fields
  }

  private static func add(
    _ outline: SchemaOutline, _ path: [String], in parent: Int?, isRequired: Bool,
    isRepeated: Bool, to fields: inout [Field]
  ) {
    let index = fields.count
    fields.append(
      Field(
        path: path, parent: parent, types: outline.types, isRequired: isRequired,
        isRepeated: isRepeated, listsMembers: outline.listsMembers))
    for (name, member) in outline.members where fields.count < limit {
      fields[index].members.append((name, fields.count))
      add(
        member, path + [name], in: index, isRequired: outline.required.contains(name),
        isRepeated: false, to: &fields)
    }
    if fields[index].members.count < outline.members.count { fields[index].listsMembers = false }
    if let element = outline.element.first, fields.count < limit {
      fields[index].element = fields.count
      add(element, path + ["*"], in: index, isRequired: false, isRepeated: true, to: &fields)
    }
    if let other = outline.other.first, fields.count < limit {
      fields[index].other = fields.count
      add(other, path + ["*"], in: index, isRequired: false, isRepeated: true, to: &fields)
    }
  }

  /// The field that a path leads to; nil where none is known.
  package func index(of path: [String]) -> Int? {
    var index = 0
    for name in path {
      let field = fields[index]
      let next =
        name == "*" ? field.element ?? field.other : field.members.first { $0.name == name }?.index
      guard let next else { return nil }
      index = next
    }
    return index
  }

  /// Whether a field may be there that a path leads to.
  package func accepts(_ path: [String], as types: JSONTypes) -> Bool {
    if let index = index(of: path) { return types.isSubset(of: fields[index].types) }
    guard path.last != nil, let parent = index(of: path.dropLast()) else { return true }
    if let other = fields[parent].other { return types.isSubset(of: fields[other].types) }
    return !fields[parent].listsMembers
  }

  /// Whether the lack of a field would say something, and whether one object without it does.
  package func expects(_ path: [String]) -> (isExpected: Bool, isRequired: Bool) {
    guard let index = index(of: path) else { return (false, false) }
    return (fields[index].isExpected, fields[index].isRequired)
  }
}

/// A schema as far as it speaks of names and types.
private struct SchemaOutline {
  var types: JSONTypes
  var members: [(name: String, outline: SchemaOutline)] = []
  var required: Set<String> = []
  /// One or none.
  var element: [SchemaOutline] = []
  var other: [SchemaOutline] = []
  var listsMembers = false

  static var anything: SchemaOutline { SchemaOutline(types: .any) }

  init(types: JSONTypes) {
    self.types = types
  }

  init(_ schema: JSONValue, depth: Int) {
    self.init(types: .any)
    guard depth <= SchemaFields.depthLimit, let schema = schema.object else { return }
    types = Self.types(of: schema)
    for (name, member) in schema["properties"]?.object ?? [:] {
      members.append((name, SchemaOutline(member, depth: depth + 1)))
    }
    required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    if let items = schema["items"] { element = [SchemaOutline(items, depth: depth + 1)] }
    switch schema["additionalProperties"] {
    case nil, .bool(false)?: listsMembers = !members.isEmpty
    case let other?: self.other = [SchemaOutline(other, depth: depth + 1)]
    }
    if ["patternProperties", "$ref", "propertyNames"].contains(where: schema.contains) {
      listsMembers = false
    }
    for part in schema["allOf"]?.array ?? [] {
      let part = SchemaOutline(part, depth: depth)
      types.formIntersection(part.types)
      required.formUnion(part.required)
      mergeParts(of: part)
    }
    for keyword in ["anyOf", "oneOf"] {
      guard let alternatives = schema[keyword]?.array, !alternatives.isEmpty else { continue }
      merge(alternatives.map { SchemaOutline($0, depth: depth) })
    }
  }

  private static func types(of schema: JSONObject) -> JSONTypes {
    var types = JSONTypes.any
    if let name = schema["type"]?.string {
      types = JSONTypes(named: name) ?? .any
    } else if let names = schema["type"]?.array?.compactMap(\.string) {
      types = names.reduce(into: []) { $0.formUnion(JSONTypes(named: $1) ?? .any) }
    } else if let values = schema["enum"]?.array {
      types = values.reduce(into: []) { $0.formUnion(JSONTypes(of: $1)) }
      // 1 and 1.0 are one value.
      if types.contains(.integer) { types.insert(.fraction) }
    }
    if schema["nullable"] == true { types.insert(.null) }
    return types
  }

  private mutating func merge(_ alternatives: [SchemaOutline]) {
    types.formIntersection(alternatives.reduce(into: []) { $0.formUnion($1.types) })
    let objects = alternatives.filter { $0.types.contains(.object) }
    if let first = objects.first {
      required.formUnion(objects.reduce(into: first.required) { $0.formIntersection($1.required) })
    }
    let isOpen = objects.contains { !$0.listsMembers }
    for part in objects + alternatives.filter({ !$0.types.contains(.object) }) {
      mergeParts(of: part)
    }
    if isOpen { listsMembers = false }
  }

  /// Takes in what another says of the same value.
  private mutating func mergeParts(of other: SchemaOutline) {
    for (name, outline) in other.members {
      if let index = members.firstIndex(where: { $0.name == name }) {
        members[index].outline.types.formUnion(outline.types)
        members[index].outline.mergeParts(of: outline)
      } else {
        members.append((name, outline))
      }
    }
    Self.merge(other.element, into: &element)
    Self.merge(other.other, into: &self.other)
    listsMembers = listsMembers || other.listsMembers
  }

  private static func merge(_ new: [SchemaOutline], into old: inout [SchemaOutline]) {
    guard let outline = new.first else { return }
    guard !old.isEmpty else {
      old = new
      return
    }
    old[0].types.formUnion(outline.types)
    old[0].mergeParts(of: outline)
  }

  /// Adds what a path leads to, where it isn't there: of any type, and never missed.
  mutating func know(_ path: ArraySlice<String>) {
    guard let name = path.first else { return }
    let rest = path.dropFirst()
    if name == "*" {
      if element.isEmpty { element = [.anything] }
      element[0].know(rest)
    } else {
      let index = members.firstIndex { $0.name == name } ?? members.count
      if index == members.count { members.append((name, .anything)) }
      members[index].outline.know(rest)
    }
  }
}
