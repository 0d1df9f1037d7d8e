/// A compiled keyword, or a few that only make sense together. `Int`s named like schemas are
/// places in the table of nodes.
enum SchemaKeyword: Sendable {
  /// A place in the table of references.
  case reference(Int)
  case value(ValueRule)
  case number(NumberRule)
  case string(StringRule)
  case array(ArrayRule)
  case object(ObjectRule)
  case logic(LogicRule)
  case unevaluatedItems(Int)
  case unevaluatedProperties(Int)
}

enum ValueRule: Sendable {
  case type([SchemaType])
  case const(JSONValue)
  case oneOf([JSONValue])
}

enum NumberRule: Sendable {
  case multiple(of: JSONNumber)
  case bound(NumberBound, JSONNumber)
}

enum NumberBound: String, Sendable, CaseIterable {
  case minimum
  case exclusiveMinimum
  case maximum
  case exclusiveMaximum
}

enum StringRule: Sendable {
  case maximumLength(Int)
  case minimumLength(Int)
  case pattern(SchemaPattern)
  case format(SchemaFormat)
}

enum ArrayRule: Sendable {
  case maximumCount(Int)
  case minimumCount(Int)
  case unique
  case items(prefix: [Int], rest: Int?)
  case contains(Int, minimum: Int, maximum: Int?)
}

enum ObjectRule: Sendable {
  case maximumCount(Int)
  case minimumCount(Int)
  case required([String])
  case dependentRequired([(name: String, required: [String])])
  case dependentSchemas([(name: String, schema: Int)])
  case names(Int)
  case members(MemberRules)
}

/// `properties`, `patternProperties` and `additionalProperties`, which divide the members among
/// themselves.
struct MemberRules: Sendable {
  var named: [ExactString: Int] = [:]
  /// The names in their written order, for sentences.
  var names: [String] = []
  var patterned: [(pattern: SchemaPattern, schema: Int)] = []
  var additional: Int?
}

enum LogicRule: Sendable {
  case all([Int])
  case any([Int])
  case one([Int])
  case not(Int)
  case conditional(if: Int, then: Int?, else: Int?)
}
