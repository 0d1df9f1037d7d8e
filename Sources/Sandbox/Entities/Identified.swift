/// What a service keeps in a list and finds by its id.
protocol Identified: Sendable {
  /// How refusals call it: `Rotator`.
  static var noun: String { get }

  var id: Int { get }
}

extension Array where Element: Identified {
  /// The entity of that id.
  func entity(_ id: Int) throws(Refusal) -> Element { self[try place(of: id)] }

  func place(of id: Int) throws(Refusal) -> Int {
    guard let place = firstIndex(where: { $0.id == id }) else { throw .notFound(Element.noun) }
    return place
  }

  /// Puts an entity in the place of the one with its id; nothing where that is gone.
  mutating func replace(_ entity: Element) {
    guard let place = firstIndex(where: { $0.id == entity.id }) else { return }
    self[place] = entity
  }

  mutating func remove(_ id: Int) { removeAll { $0.id == id } }
}

extension Call {
  /// The entity that the path names with this parameter.
  func entity<Named: Identified>(_ parameter: String, in all: [Named]) throws(Refusal) -> Named {
    try all.entity(try id(parameter, of: Named.noun))
  }
}
