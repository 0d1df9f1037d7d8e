import JSON

/// A tag as bodies name it: by its id, or by a word that becomes one.
enum TagWord: Sendable {
  case known(Int)
  case new(String)
}

extension ClickMeter {
  /// The tags in a body, nothing when there is no list of them.
  func tagWords(_ body: inout FieldReader) -> [TagWord]? {
    guard body.isSent("tags") else { return nil }
    return body.each("tags") { tag in
      let id = tag.id("id") ?? 0
      guard id == 0 else {
        if tags.contains(where: { $0.id == id }) { return .known(id) }
        tag.report("id", .expected("the id of a tag, or left out"))
        return nil
      }
      tag.require("name")
      return tag.text("name").map { .new($0) }
    }
  }

  /// The ids of these tags, each once. A new word becomes a tag.
  mutating func tagIDs(_ words: [TagWord]) -> [Int] {
    var ids: [Int] = []
    for word in words {
      let id = id(of: word)
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }

  private mutating func id(of word: TagWord) -> Int {
    switch word {
    case .known(let id): return id
    case .new(let name):
      if let tag = tag(named: name) { return tag.id }
      let tag = Tag(id: nextID(in: \.tags), name: name)
      add(tag, to: \.tags)
      return tag.id
    }
  }

  /// Tags differ in more than case.
  func tag(named name: String) -> Tag? {
    tags.first { $0.name.lowercased() == name.lowercased() }
  }
}
