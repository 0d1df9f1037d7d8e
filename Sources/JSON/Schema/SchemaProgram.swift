/// What a schema document compiles to: a flat table, so that schemas may refer in circles.
struct SchemaProgram: Sendable {
  /// The first is the root.
  var nodes: [SchemaNode] = []
  var references: [SchemaReference] = []
  /// By resource: the name of a `$dynamicAnchor` → its place in `nodes`.
  var dynamicAnchors: [[String: Int]] = []
  /// Whether any node asks what was left unevaluated; where none does, nobody keeps account.
  var tracksEvaluation = false
}

/// One schema of the document.
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
