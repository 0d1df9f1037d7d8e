/// The members of an object that has been read: a list, and an index of it once it is long.
struct JSONMembers: Sendable {
  private(set) var list: [JSONObject.Member] = []

  /// Name → place in `list`, kept only once a linear search would cost more than hashing.
  private var places: [ExactString: Int]?

  private static let indexedFrom = 16

  subscript(key: String) -> JSONValue? {
    get { place(of: key).map { list[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): list[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append((key, value))
      case (nil, nil): break
      }
    }
  }

  func place(of key: String) -> Int? {
    let key = ExactString(text: key)
    if let places { return places[key] }
    return list.firstIndex { ExactString(text: $0.key) == key }
  }

  private mutating func append(_ member: JSONObject.Member) {
    list.append(member)
    if places != nil {
      places?[ExactString(text: member.key)] = list.count - 1
    } else if list.count >= Self.indexedFrom {
      reindex()
    }
  }

  private mutating func remove(at place: Int) {
    list.remove(at: place)
    if places != nil { reindex() }
  }

  private mutating func reindex() {
    var places = [ExactString: Int](minimumCapacity: list.count)
    for (place, member) in list.enumerated() {
      places[ExactString(text: member.key)] = place
    }
    self.places = places
  }
}
