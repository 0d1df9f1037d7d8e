/// What a service keeps in a list and finds by its id.
protocol Identified: Sendable {
  /// How refusals call it: `Rotator`.
  static var noun: String { get }

  var id: Int { get }
}

extension Collection where Element: Identified {
  /// The element of that id.
  func entity(_ id: Int) throws(Refusal) -> Element { self[try index(of: id)] }

  func index(of id: Int) throws(Refusal) -> Index {
    guard let index = firstIndex(where: { $0.id == id }) else { throw .notFound(Element.noun) }
    return index
  }
}

/// All that a service keeps of a kind, by id, oldest first. Each new one gets an id that is one
/// more than the last ever given: none twice, not even that of something removed.
struct Table<Element: Identified>: RandomAccessCollection, MutableCollection, Sendable {
  private(set) var all: [Element]
  /// The id of the next new element.
  private(set) var nextID: Int

  /// `lastID` is the last one given, where that isn't the largest of these.
  init(_ all: [Element] = [], lastID: Int = 0) {
    self.all = all
    nextID = (all.map(\.id).max() ?? lastID) + 1
  }

  var startIndex: Int { all.startIndex }
  var endIndex: Int { all.endIndex }

  subscript(index: Int) -> Element {
    get { all[index] }
    set { all[index] = newValue }
  }

  func contains(id: Int) -> Bool { contains { $0.id == id } }

  /// Keeps a new element, whose id is `nextID`.
  mutating func append(_ element: Element) {
    nextID = Swift.max(nextID, element.id + 1)
    all.append(element)
  }

  /// Puts an element where the one with its id stands; does nothing where that is gone.
  mutating func replace(_ element: Element) {
    guard let index = firstIndex(where: { $0.id == element.id }) else { return }
    all[index] = element
  }

  mutating func remove(_ id: Int) { removeAll { $0.id == id } }

  mutating func removeAll(where isRemoved: (Element) -> Bool) { all.removeAll(where: isRemoved) }
}
