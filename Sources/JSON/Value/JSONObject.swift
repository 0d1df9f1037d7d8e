/// The members of a JSON object, in the order they were written.
///
/// A name occurs once: setting it again keeps its place and replaces its value, so of duplicate
/// names in a text the last value wins. An object may be kept as the text it was written as: then
/// it is read when it is asked for a member, and written without having been read.
package struct JSONObject: Sendable {
  package typealias Member = (key: String, value: JSONValue)

  private var storage: Storage

  private enum Storage: Sendable {
    case members(JSONMembers)
    case text(KeptObject)
  }

  package init() {
    storage = .members(JSONMembers())
  }

  package init(_ members: some Sequence<(String, JSONValue)>) {
    var table = JSONMembers()
    for (key, value) in members { table[key] = value }
    storage = .members(table)
  }

  init(_ members: JSONMembers) {
    storage = .members(members)
  }

  /// `text` must be an object's.
  init(keeping text: JSONText) {
    storage = .text(KeptObject(text))
  }

  var table: JSONMembers {
    switch storage {
    case .members(let members): members
    case .text(let kept): kept.members
    }
  }

  /// What it was written as, where it was kept.
  var text: JSONText? {
    guard case .text(let kept) = storage else { return nil }
    return kept.text
  }

  /// How many bytes it is written with, where it was kept as that.
  package var writtenSize: Int? { text.flatMap { $0.isCompact ? $0.count : nil } }

  package var members: [Member] { table.list }
  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }
  package var keys: [String] { members.map(\.key) }

  /// The value of that name. Setting `nil` removes the member.
  package subscript(key: String) -> JSONValue? {
    get { table[key] }
    set {
      var table = table
      // Otherwise the table would have two owners, and be copied.
      storage = .members(JSONMembers())
      table[key] = newValue
      storage = .members(table)
    }
  }

  /// The texts of these names, nothing where there is none. An object that is kept as text isn't
  /// read for it.
  package func strings(named names: [String]) -> [String?] {
    text?.strings(named: names) ?? names.map { self[$0]?.string }
  }

  package func contains(_ key: String) -> Bool { table.place(of: key) != nil }

  /// These members followed by those of `other`, whose values win where a name is in both.
  package func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (key, value) in other { merged[key] = value }
    return merged
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    var unordered = 0
    for member in members {
      var hasher = Hasher()
      hasher.combine(ExactString(text: member.key))
      hasher.combine(member.value)
      unordered ^= hasher.finalize()
    }
    hasher.combine(unordered)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSONValue)...) { self.init(members) }
}
