/// The members of a JSON object, in the order they were written.
///
/// A name occurs once: setting it again keeps its place and replaces its value, so of duplicate
/// names in a text the last value wins.
package struct JSONObject: Sendable {
  package typealias Member = (key: String, value: JSONValue)

  package private(set) var members: [Member] = []

  /// Name → place in `members`, kept only once a linear search would cost more than hashing.
  private var places: [ExactString: Int]?

  private static let indexedFrom = 16

  package init() {}

  package init(_ members: some Sequence<(String, JSONValue)>) {
    for (key, value) in members { self[key] = value }
  }

  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }
  package var keys: [String] { members.map(\.key) }

  /// The value of that name. Setting `nil` removes the member.
  package subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append((key, value))
      case (nil, nil): break
      }
    }
  }

  package func contains(_ key: String) -> Bool { place(of: key) != nil }

  /// These members followed by those of `other`, whose values win where a name is in both.
  package func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (key, value) in other { merged[key] = value }
    return merged
  }

  private func place(of key: String) -> Int? {
    let key = ExactString(text: key)
    if let places { return places[key] }
    return members.firstIndex { ExactString(text: $0.key) == key }
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if places != nil {
      places?[ExactString(text: member.key)] = members.count - 1
    } else if members.count >= Self.indexedFrom {
      reindex()
    }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    if places != nil { reindex() }
  }

  private mutating func reindex() {
    var places = [ExactString: Int](minimumCapacity: members.count)
    for (place, member) in members.enumerated() {
      places[ExactString(text: member.key)] = place
    }
    self.places = places
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
