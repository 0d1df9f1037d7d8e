package import JSON

/// A file with a manifest in it, and its name for messages.
package struct ManifestSource: Sendable {
  package let name: String
  package let document: JSONValue
  /// Whether it is known to be right, as the built-in one is: a test reads it whole.
  let isProven: Bool

  package init(name: String, document: JSONValue) {
    self.name = name
    self.document = document
    isProven = false
  }

  /// Reads a file that must be JSON. The objects in its tools are kept as text until they are read.
  package init(
    name: String, parsing bytes: [UInt8], isProven: Bool = false
  ) throws(ManifestProblems) {
    self.name = name
    self.isProven = isProven
    do {
      document = try JSONValue(
        parsing: bytes, keepingObjectsAt: Self.depthInTools, isProven: isProven)
    } catch {
      throw ManifestProblems(name, "not JSON: \(error)")
    }
  }

  /// How deep an object in a tool stands: `{"providers": [{"tools": [{"arguments": {…}}]}]}`.
  private static let depthInTools = 6
}

/// Which parts of a manifest are known to be right: those of a proven file that no overlay speaks
/// of.
struct ProvenParts {
  let providers: Set<String>
  let coversOwnTools: Bool
  /// Also the prompts: what they say of a tool may be wrong once it is another.
  let coversAll: Bool

  init(of base: ManifestSource, under overlays: [ManifestSource]) {
    func ids(_ source: ManifestSource) -> Set<String> {
      Set((source.document["providers"]?.array ?? []).compactMap { $0["id"]?.string })
    }
    providers = base.isProven ? overlays.reduce(ids(base)) { $0.subtracting(ids($1)) } : []
    coversOwnTools =
      base.isProven
      && overlays.allSatisfy {
        $0.document["tools"] == nil && $0.document["parameters"] == nil
      }
    coversAll = base.isProven && overlays.isEmpty
  }

  func covers(_ provider: ManifestCursor) -> Bool {
    provider.object["id"]?.string.map(providers.contains) ?? false
  }
}

/// Finds which of several files a part of the merged manifest came from.
struct ManifestOrigin {
  let merged: JSONValue
  /// The one that has the last word first.
  let sources: [ManifestSource]

  /// The problem as its file's author sees it.
  func problem(_ problem: ProblemCollector.Problem) -> ManifestProblem {
    for source in sources {
      guard let pointer = translate(problem.pointer, into: source.document) else { continue }
      return ManifestProblem(source: source.name, pointer: pointer, message: problem.message)
    }
    let name = sources.first?.name ?? ""
    return ManifestProblem(source: name, pointer: problem.pointer, message: problem.message)
  }

  /// The same part in a file where providers, tools and prompts may stand elsewhere; nil when
  /// the file doesn't speak of it.
  private func translate(_ pointer: JSONPointer, into document: JSONValue) -> JSONPointer? {
    var translated = JSONPointer.root
    var list = JSONPointer.root
    for (depth, token) in pointer.tokens.enumerated() {
      if let key = Self.key(of: list), let position = Int(token) {
        let elements = translated.value(in: document)?.array ?? []
        let known = list.value(in: merged)?.array ?? []
        guard let index = Self.index(of: position, in: known, among: elements, by: key)
        else { return nil }
        translated = translated.appending(index)
      } else {
        translated = translated.appending(token)
      }
      list = JSONPointer(tokens: Array(pointer.tokens[...depth]))
    }
    return translated.value(in: document) == nil ? nil : translated
  }

  /// What names the elements of the array there, when it is one that is merged by name.
  private static func key(of list: JSONPointer) -> String? {
    switch (list.tokens.first, list.tokens.count, list.tokens.last) {
    case ("providers"?, 1, _): "id"
    case ("providers"?, 3, "tools"?), ("prompts"?, 1, _), ("tools"?, 1, _): "name"
    default: nil
    }
  }

  /// Where the element at `position` stands among others: of equal names, the same one in turn.
  private static func index(
    of position: Int, in known: [JSONValue], among elements: [JSONValue], by key: String
  ) -> Int? {
    guard known.indices.contains(position) else { return nil }
    let element = known[position]
    let isDuplicate: (JSONValue) -> Bool = { other in
      element[key] == nil ? other == element : other[key] == element[key]
    }
    let turn = known[..<position].filter(isDuplicate).count
    let duplicates = elements.indices.filter { isDuplicate(elements[$0]) }
    return turn < duplicates.count ? duplicates[turn] : nil
  }
}
