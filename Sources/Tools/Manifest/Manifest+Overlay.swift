package import JSON

/// A file with a manifest in it, and its name for messages.
package struct ManifestSource: Sendable {
  package let name: String
  package let document: JSONValue
  /// Whether it is known to be right, as the built-in one is: a test reads it whole. Its parts are
  /// read when they are needed.
  package let isProven: Bool

  package init(name: String, document: JSONValue, isProven: Bool = false) {
    self.name = name
    self.document = document
    self.isProven = isProven
  }
}

extension Manifest {
  /// Lays overlays over a manifest, in order, and reads the whole.
  ///
  /// A provider, tool or prompt of a known name has its fields replaced, one by one and at any depth; a
  /// field set to `null` is removed; arrays are replaced whole; new names are added at the end.
  /// Problems name the file that said the thing, and where it said it.
  package init(
    _ base: ManifestSource, overlays: [ManifestSource]
  ) throws(ManifestProblems) {
    let merged = overlays.reduce(base.document) { Self.overlaying($0, $1.document) }
    let trust = ManifestTrust(base, under: overlays)
    let (manifest, problems) = Self.read(merged, trust: trust)
    let faults = overlays.flatMap(Self.shapeProblems)
    guard problems.isEmpty, faults.isEmpty else {
      let origin = ManifestOrigin(merged: merged, sources: overlays.reversed() + [base])
      throw ManifestProblems(problems: faults + problems.map(origin.place))
    }
    self = manifest
  }

  /// What is wrong with an overlay that merging alone would hide.
  private static func shapeProblems(_ overlay: ManifestSource) -> [ManifestProblem] {
    guard overlay.document.object == nil else { return [] }
    return [
      ManifestProblem(
        source: overlay.name, pointer: .root,
        message: "a manifest must be an object, but this is \(overlay.document.nameOfType)")
    ]
  }

  private static func overlaying(_ base: JSONValue, _ overlay: JSONValue) -> JSONValue {
    guard let base = base.object, let overlay = overlay.object else { return base }
    var merged = base.merging(overlay)
    merged["providers"] = named(base["providers"], overlay["providers"], by: "id") { old, new in
      var provider = fields(old, new)
      provider["tools"] = named(old["tools"], new["tools"], by: "name", merge: fields)
      return provider
    }
    merged["tools"] = named(base["tools"], overlay["tools"], by: "name", merge: fields)
    merged["prompts"] = named(base["prompts"], overlay["prompts"], by: "name", merge: fields)
    return .object(merged)
  }

  /// Two arrays of named objects as one: of a name in both, the old one changed by the new.
  private static func named(
    _ old: JSONValue?, _ new: JSONValue?, by key: String,
    merge: (JSONObject, JSONObject) -> JSONObject
  ) -> JSONValue? {
    guard let new else { return old }
    guard !new.isNull else { return nil }
    guard var merged = old?.array, let additions = new.array else { return new }
    for addition in additions {
      let name = addition[key]
      if let object = addition.object, name != nil,
        let place = merged.firstIndex(where: { $0[key] == name }), let known = merged[place].object
      {
        merged[place] = .object(merge(known, object))
      } else {
        merged.append(addition)
      }
    }
    return .array(merged)
  }

  private static func fields(_ old: JSONObject, _ new: JSONObject) -> JSONObject {
    var merged = old
    for (key, value) in new {
      switch (old[key], value) {
      case (_, .null): merged[key] = nil
      case (.object(let old)?, .object(let new)): merged[key] = .object(fields(old, new))
      default: merged[key] = value
      }
    }
    return merged
  }
}

/// Finds which of several files a place in the merged manifest came from.
private struct ManifestOrigin {
  let merged: JSONValue
  /// The one that has the last word first.
  let sources: [ManifestSource]

  func place(_ problem: (pointer: JSONPointer, message: String)) -> ManifestProblem {
    for source in sources {
      guard let pointer = translate(problem.pointer, into: source.document) else { continue }
      return ManifestProblem(source: source.name, pointer: pointer, message: problem.message)
    }
    let name = sources.first?.name ?? ""
    return ManifestProblem(source: name, pointer: problem.pointer, message: problem.message)
  }

  /// The same place in a file where providers, tools and prompts may stand elsewhere; nothing when the
  /// file doesn't speak of it.
  private func translate(_ pointer: JSONPointer, into document: JSONValue) -> JSONPointer? {
    var translated = JSONPointer.root
    var list = JSONPointer.root
    for (depth, token) in pointer.tokens.enumerated() {
      if let key = Self.key(of: list), let place = Int(token) {
        let elements = translated.value(in: document)?.array ?? []
        let known = list.value(in: merged)?.array ?? []
        guard let index = Self.index(of: place, in: known, among: elements, by: key)
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

  /// Where the element at `place` stands among others: of equal names, the same one in turn.
  private static func index(
    of place: Int, in known: [JSONValue], among elements: [JSONValue], by key: String
  ) -> Int? {
    guard known.indices.contains(place) else { return nil }
    let element = known[place]
    let isDuplicate: (JSONValue) -> Bool = { other in
      element[key] == nil ? other == element : other[key] == element[key]
    }
    let turn = known[..<place].filter(isDuplicate).count
    let duplicates = elements.indices.filter { isDuplicate(elements[$0]) }
    return turn < duplicates.count ? duplicates[turn] : nil
  }
}
