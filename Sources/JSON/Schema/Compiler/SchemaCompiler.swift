/// Turns a schema document into a `SchemaProgram`, collecting every problem on the way.
///
/// First come the root and all schemas below it, which makes ids and anchors known; then the
/// references, each of which may lead to a location that no keyword made a schema, and so to more.
struct SchemaCompiler {
  /// How many steps from the root a schema may lie.
  static let maximumDepth = 256
  /// How many schemas a document may hold.
  static let maximumNodes = 20_000

  let document: JSONValue
  var program = SchemaProgram()
  var nodeIndexes: [JSONPointer: Int] = [:]
  var resources: [SchemaResource] = []
  /// The absolute URI of a resource → its index in `resources`.
  var resourceIndexes: [String: Int] = [:]
  var pending: [PendingReference] = []
  private var patterns: [ExactString: SchemaPattern] = [:]
  private var problems: [JSONSchemaError.Problem] = []
  private var isFull = false

  init(document: JSONValue) {
    self.document = document
  }

  mutating func run() throws(JSONSchemaError) -> SchemaProgram {
    resources = [SchemaResource(base: SchemaURI(""), root: .root)]
    resourceIndexes[""] = 0
    _ = compile(document, at: .root, resource: 0)
    resolveReferences()
    guard problems.isEmpty else { throw JSONSchemaError(problems: problems) }
    program.dynamicAnchors = resources.map(\.dynamicAnchors)
    program.hasDynamicScope = program.references.contains { $0.dynamicAnchor != nil }
    return program
  }

  /// Compiles the schema at a location and all below it, once. Gives the index in the table of nodes;
  /// that of the root where the schema is unusable, which the problems then say.
  mutating func compile(_ schema: JSONValue, at location: JSONPointer, resource: Int) -> Int {
    if let known = nodeIndexes[location] { return known }
    guard hasRoom(at: location) else { return 0 }
    let index = program.nodes.count
    nodeIndexes[location] = index
    program.nodes.append(SchemaNode(location: location, resource: resource))
    switch schema {
    case .bool(let accepts):
      program.nodes[index].isNever = !accepts
    case .object(let object):
      let resource = enterResource(object, at: location, from: resource)
      program.nodes[index] = SchemaNode(location: location, resource: resource)
      let source = SchemaSource(object: object, location: location, resource: resource)
      readAnchors(source, index: index)
      program.nodes[index].keywords = keywords(of: source)
    case .null, .number, .string, .array:
      report(
        "must be a schema, that is an object or a boolean, but is \(Phrase.type(schema))",
        at: location)
    }
    return index
  }

  private mutating func hasRoom(at location: JSONPointer) -> Bool {
    if location.tokens.count > Self.maximumDepth {
      report(
        "is too deeply nested: more than \(Self.maximumDepth) steps from the root", at: location)
      return false
    }
    if program.nodes.count < Self.maximumNodes { return true }
    if !isFull { report("is one schema more than the limit of \(Self.maximumNodes)", at: location) }
    isFull = true
    return false
  }

  private mutating func keywords(of source: SchemaSource) -> [SchemaKeyword] {
    var keywords: [SchemaKeyword] = []
    keywords += referenceKeywords(source)
    keywords += valueKeywords(source).map { .value($0) }
    keywords += numberKeywords(source).map { .number($0) }
    keywords += stringKeywords(source).map { .string($0) }
    keywords += arrayKeywords(source).map { .array($0) }
    keywords += objectKeywords(source).map { .object($0) }
    keywords += logicKeywords(source).map { .logic($0) }
    keywords += unevaluatedKeywords(source)
    return keywords
  }

  mutating func report(_ message: String, at location: JSONPointer) {
    problems.append(JSONSchemaError.Problem(pointer: location, message: message))
  }

  mutating func pattern(_ text: String, at location: JSONPointer) -> SchemaPattern? {
    if let known = patterns[ExactString(text: text)] { return known }
    do {
      let pattern = try SchemaPattern(text)
      patterns[ExactString(text: text)] = pattern
      return pattern
    } catch {
      report("must be a regular expression, but is \(Phrase.value(.string(text)))", at: location)
      return nil
    }
  }
}

/// A schema object that is being read: its members, its location, the resource it belongs to.
struct SchemaSource {
  let object: JSONObject
  let location: JSONPointer
  let resource: Int
}
