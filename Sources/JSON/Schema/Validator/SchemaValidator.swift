/// One check of an instance against a program.
///
/// It runs in one of two moods: collecting, which goes on past a failure and words each one; and
/// probing, under `anyOf`, `not` and their like, which only wants to know and stops at the first.
struct SchemaValidator {
  /// How many schemas may be in the midst of being applied: an instance level takes one to three.
  /// That many need less than 2 MiB of stack, even unoptimised.
  static let maximumDepth = 512
  /// How much may be done for one instance: about one step a keyword, element or member.
  static let maximumSteps = 4_000_000

  let program: SchemaProgram
  let document: JSONValue
  var violations: [JSONSchema.Violation] = []
  var isProbing = false
  /// How many alternatives are being explained within each other.
  var explanations = 0
  /// The way to the value at hand, made into a pointer only for a violation.
  private(set) var path: [PathStep] = []
  /// The resources entered, outermost first: the dynamic scope. Kept only where a reference asks.
  private var scope: [Int] = []
  private var depth = 0
  private var steps = 0
  private var exhaustion: JSONSchema.Violation?

  init(program: SchemaProgram, document: JSONValue) {
    self.program = program
    self.document = document
  }

  mutating func run(_ instance: JSONValue) -> [JSONSchema.Violation] {
    var evaluated = EvaluatedIndexes()
    _ = check(0, instance, marking: &evaluated)
    return violations + (exhaustion.map { [$0] } ?? [])
  }

  /// Whether `instance` is valid against the schema at `index`; marks what it evaluated of it.
  mutating func check(
    _ index: Int, _ instance: JSONValue, marking outer: inout EvaluatedIndexes
  ) -> Bool {
    let node = program.nodes[index]
    guard enter(node) else { return false }
    defer { depth -= 1 }
    guard !node.isNever else {
      report(node, "false", "is not allowed here")
      return false
    }
    let entersResource = program.hasDynamicScope && scope.last != node.resource
    if entersResource { scope.append(node.resource) }
    defer { if entersResource { scope.removeLast() } }
    var evaluated = EvaluatedIndexes()
    var isValid = true
    for keyword in node.keywords where !check(keyword, node, instance, &evaluated) {
      isValid = false
      if isProbing { return false }
    }
    // What a failed schema has seen counts when collecting: to call it unevaluated on top of its
    // own violations would mislead.
    if program.tracksEvaluation { outer.formUnion(evaluated) }
    return isValid
  }

  private mutating func check(
    _ keyword: SchemaKeyword, _ node: SchemaNode, _ instance: JSONValue,
    _ evaluated: inout EvaluatedIndexes
  ) -> Bool {
    switch keyword {
    case .reference(let reference): check(target(of: reference), instance, marking: &evaluated)
    case .value(let rule): check(rule, node, instance)
    case .number(let rule): instance.number.map { check(rule, node, $0) } ?? true
    case .string(let rule): instance.string.map { check(rule, node, $0) } ?? true
    case .array(let rule): instance.array.map { check(rule, node, $0, &evaluated) } ?? true
    case .object(let rule): instance.object.map { check(rule, node, $0, &evaluated) } ?? true
    case .logic(let rule): check(rule, node, instance, &evaluated)
    case .unevaluatedItems(let schema):
      instance.array.map { checkUnevaluated(schema, node, $0, &evaluated) } ?? true
    case .unevaluatedProperties(let schema):
      instance.object.map { checkUnevaluated(schema, node, $0, &evaluated) } ?? true
    }
  }

  private func target(of reference: Int) -> Int {
    let reference = program.references[reference]
    guard let anchor = reference.dynamicAnchor else { return reference.target }
    let outermost = scope.lazy.compactMap { program.dynamicAnchors[$0][anchor] }.first
    return outermost ?? reference.target
  }
}

extension SchemaValidator {
  /// Checks a value inside the one at hand, which has evaluated indexes of its own.
  mutating func check(_ index: Int, _ instance: JSONValue, at step: PathStep) -> Bool {
    path.append(step)
    defer { path.removeLast() }
    var evaluated = EvaluatedIndexes()
    return check(index, instance, marking: &evaluated)
  }

  /// Checks without reporting.
  mutating func probe(
    _ index: Int, _ instance: JSONValue, marking evaluated: inout EvaluatedIndexes
  ) -> Bool {
    let wasProbing = isProbing
    isProbing = true
    defer { isProbing = wasProbing }
    return check(index, instance, marking: &evaluated)
  }

  /// What is wrong with a value that a probe found to be invalid.
  mutating func explain(_ index: Int, _ instance: JSONValue) -> [JSONSchema.Violation] {
    let collected = violations
    violations = []
    explanations += 1
    defer {
      violations = collected
      explanations -= 1
    }
    var evaluated = EvaluatedIndexes()
    _ = check(index, instance, marking: &evaluated)
    return violations
  }

  private mutating func enter(_ node: SchemaNode) -> Bool {
    guard exhaustion == nil else { return false }
    guard depth < Self.maximumDepth else {
      exhaust(
        node, "is too deeply nested: more than \(Self.maximumDepth) schemas apply inside each other"
      )
      return false
    }
    guard spend(1 + node.keywords.count, on: node) else { return false }
    depth += 1
    return true
  }

  /// Takes steps from what may be done for an instance; false when there are none left.
  mutating func spend(_ count: Int, on node: SchemaNode) -> Bool {
    steps += count
    guard steps > Self.maximumSteps else { return exhaustion == nil }
    exhaust(node, "is too much work to check: more than \(Self.maximumSteps) steps")
    return false
  }

  /// Ends the check: from here on nothing is true of the instance but that it was not checked.
  private mutating func exhaust(_ node: SchemaNode, _ message: String) {
    guard exhaustion == nil else { return }
    exhaustion = JSONSchema.Violation(
      instance: pointer, schema: node.location, keyword: "", message: message)
  }

  var pointer: JSONPointer { JSONPointer(tokens: path.map(\.token)) }

  /// Reports the violation of `keyword` where a condition doesn't hold, and returns the condition.
  mutating func expect(
    _ condition: Bool, _ node: SchemaNode, _ keyword: String, _ message: @autoclosure () -> String
  ) -> Bool {
    if !condition { report(node, keyword, message()) }
    return condition
  }

  /// Like `expect`, for how many elements or members there are.
  mutating func expect(
    _ condition: Bool, _ node: SchemaNode, _ keyword: String, _ comparison: String, _ limit: Int,
    _ noun: String, has count: Int
  ) -> Bool {
    expect(
      condition, node, keyword,
      "must have \(comparison) \(Phrase.count(limit, noun)), but has \(count)")
  }

  /// Records a violation of `keyword` in `node` by the value at hand, or by the one a step below.
  mutating func report(
    _ node: SchemaNode, _ keyword: String, at step: PathStep? = nil,
    _ message: @autoclosure () -> String
  ) {
    guard !isProbing, exhaustion == nil else { return }
    let instance = step.map { pointer.appending($0.token) } ?? pointer
    let schema = node.isNever ? node.location : node.location.appending(keyword)
    violations.append(
      JSONSchema.Violation(
        instance: instance, schema: schema, keyword: keyword, message: message()))
  }
}

/// Which elements of an array, or members of an object by their order, schemas have seen: what
/// `unevaluatedItems` and `unevaluatedProperties` go by.
struct EvaluatedIndexes {
  private var isWhole = false
  private var indexes: Set<Int> = []

  func contains(_ index: Int) -> Bool { isWhole || indexes.contains(index) }

  mutating func insert(_ index: Int) { if !isWhole { indexes.insert(index) } }

  mutating func insertAll() {
    isWhole = true
    indexes = []
  }

  mutating func formUnion(_ other: EvaluatedIndexes) {
    if other.isWhole { insertAll() }
    if !isWhole { indexes.formUnion(other.indexes) }
  }
}

/// One step of the way into an instance; cheap to take, and only sometimes told.
enum PathStep {
  case member(String)
  case element(Int)

  var token: String {
    switch self {
    case .member(let name): name
    case .element(let index): String(index)
    }
  }
}
