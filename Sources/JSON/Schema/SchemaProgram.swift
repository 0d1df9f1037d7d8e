import Synchronization

/// What a schema document compiles to: a flat table, so that schemas may refer in circles.
struct SchemaProgram: Sendable {
  /// The first is the root.
  var nodes: [SchemaNode] = []
  var references: [SchemaReference] = []
  /// By resource: the name of a `$dynamicAnchor` → its index in `nodes`.
  var dynamicAnchors: [[String: Int]] = []
  /// Whether any reference asks which resources were entered; where none does, nobody keeps account.
  var hasDynamicScope = false
  /// Whether any node asks what was left unevaluated; where none does, nobody keeps account.
  var tracksEvaluation = false
}

struct SchemaNode: Sendable {
  let location: JSONPointer
  /// The number of the schema resource it belongs to: the root, or an embedded one with an `$id`.
  let resource: Int
  /// In the order in which they are checked; those about unevaluated values come last.
  var keywords: [SchemaKeyword] = []
  /// Whether this is the schema `false`.
  var isNever = false
}

/// Where a `$ref` or `$dynamicRef` leads.
struct SchemaReference: Sendable {
  var target = 0
  /// The name to look for in the dynamic scope, outermost first, before settling for `target`.
  var dynamicAnchor: String?
}

/// A compiled keyword, or a few that only make sense together. `Int`s named like schemas are
/// indexes in the table of nodes.
enum SchemaKeyword: Sendable {
  /// An index in the table of references.
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

  func allows(_ number: JSONNumber, _ limit: JSONNumber) -> Bool {
    switch self {
    case .minimum: number >= limit
    case .exclusiveMinimum: number > limit
    case .maximum: number <= limit
    case .exclusiveMaximum: number < limit
    }
  }

  var phrase: String {
    switch self {
    case .minimum: "at least"
    case .exclusiveMinimum: "greater than"
    case .maximum: "at most"
    case .exclusiveMaximum: "less than"
    }
  }
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

/// A name that the keyword `type` knows.
enum SchemaType: String, Sendable, CaseIterable {
  case null
  case boolean
  case integer
  case number
  case string
  case array
  case object

  func includes(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string),
      (.array, .array), (.object, .object):
      true
    case (.integer, .number(let number)): number.isInteger
    case (.null, _), (.boolean, _), (.integer, _), (.number, _), (.string, _), (.array, _),
      (.object, _):
      false
    }
  }

  /// The name with its article.
  var phrase: String {
    switch self {
    case .null: "null"
    case .integer, .array, .object: "an \(rawValue)"
    case .boolean, .number, .string: "a \(rawValue)"
    }
  }
}

/// A regular expression of a schema, searched for anywhere in a string.
///
/// `Regex` may not cross threads, hence the lock around each search. It backtracks: what a search
/// costs grows with the square of the string, and without bound for a pattern like `(a+)+`, which
/// a schema must not use.
final class SchemaPattern: Sendable {
  /// Longer strings (in bytes of UTF-8) are refused rather than searched.
  static let maximumLength = 4096

  /// What searching a string is reckoned at, in steps of `SchemaValidator`.
  static func cost(of string: String) -> Int {
    string.utf8.count + string.utf8.count * string.utf8.count / 256
  }

  let text: String
  private let regex: Mutex<Regex<AnyRegexOutput>>

  init(_ text: String) throws {
    self.text = text
    // As near to ECMA-262 with the `u` flag as the options get: code points, ASCII classes.
    regex = Mutex(
      try Regex(text).matchingSemantics(.unicodeScalar)
        .asciiOnlyDigits().asciiOnlyWordCharacters())
  }

  /// Whether the expression occurs in a string that is no longer than `maximumLength`.
  func occurs(in string: String) -> Bool {
    regex.withLock { regex in
      do {
        return try regex.firstMatch(in: string) != nil
      } catch {
        return false
      }
    }
  }
}
