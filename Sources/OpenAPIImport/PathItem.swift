internal import JSON

/// A Path Item: its own fields, and beside them those of what its `$ref` leads to.
struct PathItem {
  /// It as it is written, and what it refers to, one after the other.
  private let layers: [OpenAPINode]
  private let document: OpenAPIDocument
  /// Whether its `$ref`, if it has one, leads somewhere.
  let isWhole: Bool

  private static let methods: Set = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace",
  ]

  init(_ node: OpenAPINode, in document: OpenAPIDocument) {
    self.document = document
    let chain = document.chain(from: node)
    layers = chain ?? [node]
    isWhole = chain != nil
  }

  var pointer: JSONPointer { layers[0].pointer }

  /// Its operations as they are written, in their order: what several layers have, several times.
  var operations: [(method: String, node: OpenAPINode)] {
    layers.reversed().flatMap { document.members($0) }
      .filter { Self.methods.contains($0.name) }.map { ($0.name, $0.node) }
  }

  /// What is common to its operations, what counts more behind what it overrides.
  var parameters: [OpenAPINode] {
    layers.reversed().flatMap { document.elements($0["parameters"]) }
  }

  /// The lists of servers for its operations. Where several layers have one, nobody says which counts.
  var servers: [OpenAPINode] { layers.compactMap { $0["servers"] } }

  /// The operation of a method; throws where there is none, or nobody can tell what it is.
  func operation(_ method: String) throws(ImportObstacle) -> OpenAPINode {
    let written = operations.filter { $0.method == method }.map(\.node)
    guard isWhole else { throw ImportObstacle(pointer, "the path refers to what isn't there") }
    guard let first = written.first else { throw ImportObstacle(pointer, "has no \(method)") }
    guard written.count == 1 else {
      throw ImportObstacle(
        first.pointer, "stands both beside the path's $ref and in what that leads to")
    }
    guard first.value["$ref"] != nil else { return first }
    let beside = first.value.object?.keys.first {
      !Self.textual.contains($0) && !$0.hasPrefix("x-")
    }
    if let beside {
      throw ImportObstacle(
        first.pointer, "is a $ref and has \(beside) beside it; nothing says which counts")
    }
    guard let operation = document.followed(first) else {
      throw ImportObstacle(first.pointer, "refers to what isn't there")
    }
    return operation
  }

  /// What may stand beside a `$ref`.
  private static let textual: Set = ["$ref", "summary", "description"]
}
