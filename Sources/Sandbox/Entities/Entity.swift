/// A kind of entity that the routes of a service read and change one at a time.
protocol Entity: Identified {
  associatedtype Owner: Service

  /// Refuses when it can't be changed, or not by that caller.
  func checkChange(by caller: Caller, in service: Owner) throws(Refusal)

  /// The response to a request that has done that with it. `warnings` are about what was sent.
  func reply(
    to operation: EntityOperation, _ call: Call, warnings: [String], in service: Owner
  ) -> Reply
}

/// What a request does with an entity.
enum EntityOperation: Sendable { case read, create, update, remove }

extension Entity {
  func checkChange(by caller: Caller, in service: Owner) throws(Refusal) {}
}

/// An entity that is made and changed by what a body holds.
protocol WritableEntity: Entity {
  /// A new one, before anything is written into it.
  init(id: Int, for call: Call, in service: Owner)

  static func body(of call: Call, isNew: Bool) throws(Refusal) -> FieldReader

  /// Takes over what the body holds of it, and reports what it can't be.
  mutating func write(_ body: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner)
}

extension Service {
  typealias Handler = Route<Self>.Handler

  /// Makes an entity of that id from what the call says.
  typealias Maker<Kept> = @Sendable (inout Self, Call, _ id: Int) throws(Refusal) -> Kept

  /// Changes an entity that is kept afterwards, and whatever refers to it.
  typealias Change<Kept> = @Sendable (inout Self, inout Kept, Call) throws(Refusal) -> Void

  /// Finds the entries of a list and of its count. It reads the filters and checks the query.
  typealias Finder<Entry> = @Sendable (Self) -> (Call, inout FieldReader) throws(Refusal) -> [Entry]

  /// Where all entities of a kind stand, for what is done alike with each kind.
  typealias TablePath<Element: Identified> = any WritableKeyPath<Self, Table<Element>> & Sendable

  /// Changes an entity that the caller may change, and keeps it unless it was removed.
  mutating func change<Kept: Entity>(
    _ entity: Kept, in table: TablePath<Kept>, _ call: Call, _ change: Change<Kept>
  ) throws(Refusal) -> Kept where Kept.Owner == Self {
    try entity.checkChange(by: call.caller, in: self)
    var changed = entity
    try change(&self, &changed, call)
    self[keyPath: table].replace(changed)
    return changed
  }
}

/// What is done alike with entities of all kinds. The last parameter of a path is an entity's id.
extension Route {
  /// Does what else comes with a change that has been made.
  typealias Consequence<Kept> = @Sendable (inout State, Kept) -> Void

  static func whole<Kept: Entity>(
    _ path: String, _ table: State.TablePath<Kept>
  ) -> Self where Kept.Owner == State {
    .get(path) { (service: State, call: Call) throws(Refusal) -> Reply in
      let entity = try call.entity(in: service[keyPath: table])
      return entity.reply(to: .read, call, warnings: [], in: service)
    }
  }

  /// Makes one from what the call says.
  static func create<Kept: Entity>(
    _ path: String, _ table: State.TablePath<Kept>, _ make: @escaping State.Maker<Kept>
  ) -> Self where Kept.Owner == State {
    .post(path) { (service: inout State, call: Call) throws(Refusal) -> Reply in
      let id = service[keyPath: table].nextID
      let entity = try make(&service, call, id)
      service[keyPath: table].append(entity)
      return entity.reply(to: .create, call, warnings: [], in: service)
    }
  }

  static func create<Kept: WritableEntity>(
    _ path: String, _ table: State.TablePath<Kept>,
    then consequence: @escaping Consequence<Kept> = { _, _ in }
  ) -> Self where Kept.Owner == State {
    .post(path) { (service: inout State, call: Call) throws(Refusal) -> Reply in
      var body = try Kept.body(of: call, isNew: true)
      var entity = Kept(id: service[keyPath: table].nextID, for: call, in: service)
      entity.write(&body, isNew: true, call, in: service)
      try body.check()
      service[keyPath: table].append(entity)
      consequence(&service, entity)
      return entity.reply(to: .create, call, warnings: body.warnings, in: service)
    }
  }

  /// Writes what is sent into one; most services take it by one method, some by several.
  static func update<Kept: WritableEntity>(
    _ path: String, by method: String, _ table: State.TablePath<Kept>,
    then consequence: @escaping Consequence<Kept> = { _, _ in }
  ) -> Self where Kept.Owner == State {
    Self(method, path) { (service: inout State, call: Call) throws(Refusal) -> Reply in
      var entity = try call.entity(in: service[keyPath: table])
      try entity.checkChange(by: call.caller, in: service)
      var body = try Kept.body(of: call, isNew: false)
      entity.write(&body, isNew: false, call, in: service)
      try body.check()
      service[keyPath: table].replace(entity)
      consequence(&service, entity)
      return entity.reply(to: .update, call, warnings: body.warnings, in: service)
    }
  }

  /// Takes one away without a trace but its id, which is not used again.
  static func remove<Kept: Entity>(
    _ path: String, _ table: State.TablePath<Kept>,
    then consequence: @escaping Consequence<Kept> = { _, _ in }
  ) -> Self where Kept.Owner == State {
    .delete(path) { (service: inout State, call: Call) throws(Refusal) -> Reply in
      let entity = try call.entity(in: service[keyPath: table])
      try entity.checkChange(by: call.caller, in: service)
      service[keyPath: table].remove(entity.id)
      consequence(&service, entity)
      return entity.reply(to: .remove, call, warnings: [], in: service)
    }
  }

  static func changing<Kept: Entity>(
    _ table: State.TablePath<Kept>, _ change: @escaping State.Change<Kept>
  ) -> Handler where Kept.Owner == State {
    { (service: inout State, call: Call) throws(Refusal) -> Reply in
      let entity = try call.entity(in: service[keyPath: table])
      let changed = try service.change(entity, in: table, call, change)
      return changed.reply(to: .update, call, warnings: [], in: service)
    }
  }
}

/// What a service keeps in a list and finds by its id.
protocol Identified: Sendable {
  /// How refusals call it: `Rotator`.
  static var noun: String { get }

  var id: Int { get }
}

extension Collection where Element: Identified {
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
