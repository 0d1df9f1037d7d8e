internal import JSON
internal import Tools

/// A value of the document, and where it stands.
struct OpenAPINode {
  let value: JSONValue
  let pointer: JSONPointer
  /// What is said of the same by other parts of an `allOf`.
  var others: [OpenAPINode] = []

  /// The member of that name, when this is an object that has one.
  subscript(key: String) -> OpenAPINode? {
    value[key].map { OpenAPINode(value: $0, pointer: pointer.appending(key)) }
  }
}

/// An OpenAPI document. Members of a wrong type are noted and read as absent.
struct OpenAPIDocument {
  let root: OpenAPINode
  let notes = ImportNotes()
  /// The files it refers to, by path from its directory.
  private let files: [String: JSONValue]
  private let name: String

  /// So many references in a row are followed.
  private static let referenceLimit = 16

  /// `name` is the document's own among the files.
  init(_ value: JSONValue, name: String = "", files: [String: JSONValue] = [:]) {
    root = OpenAPINode(value: value, pointer: .root)
    self.name = name
    self.files = files
  }

  /// What the node is or refers to, through any number of references; nothing, and a note, when
  /// they lead nowhere.
  func followed(_ node: OpenAPINode) -> OpenAPINode? { chain(from: node)?.last }

  /// The node and all it refers to, one after the other.
  func chain(from node: OpenAPINode) -> [OpenAPINode]? {
    var chain = [node]
    while let last = chain.last, chain.count <= Self.referenceLimit {
      guard last.value["$ref"] != nil else { return chain }
      guard let target = target(of: last) else { return nil }
      chain.append(target)
    }
    notes.add(node.pointer, "references that lead to each other; left out")
    return nil
  }

  /// What the node's `$ref` leads to.
  func target(of node: OpenAPINode) -> OpenAPINode? {
    let text = node.value["$ref"]?.string ?? ""
    guard
      case .place(let file, let pointer) = FileReference(
        text, in: node.pointer.file, documentName: name)
    else {
      notes.add(node.pointer, "refers to no place, or by a name; left out")
      return nil
    }
    let document = file.map { files[$0] ?? .null } ?? root.value
    guard let value = pointer.value(in: document) else {
      notes.add(node.pointer, "refers to what is not in this document; left out")
      return nil
    }
    return OpenAPINode(value: value, pointer: JSONPointer(in: file, pointer))
  }

  /// The members of an object.
  func members(_ node: OpenAPINode?) -> [(name: String, node: OpenAPINode)] {
    guard let node else { return [] }
    guard let object = node.value.object else { return refuse(node, "an object") ?? [] }
    return object.map {
      ($0.key, OpenAPINode(value: $0.value, pointer: node.pointer.appending($0.key)))
    }
  }

  /// The elements of an array.
  func elements(_ node: OpenAPINode?) -> [OpenAPINode] {
    guard let node else { return [] }
    guard let array = node.value.array else { return refuse(node, "an array") ?? [] }
    return array.enumerated().map {
      OpenAPINode(value: $0.element, pointer: node.pointer.appending($0.offset))
    }
  }

  func text(_ node: OpenAPINode?) -> String? {
    guard let node else { return nil }
    return node.value.string ?? refuse(node, "a text")
  }

  private func refuse<Value>(_ node: OpenAPINode, _ expected: String) -> Value? {
    notes.add(node.pointer, "must be \(expected), but is \(node.value.nameOfType); left out")
    return nil
  }
}
