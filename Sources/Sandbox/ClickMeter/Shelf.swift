/// Entities by id, oldest first. An id is never used twice, not even a deleted one's.
struct Shelf<Entity: MeterEntity>: Sendable {
  private(set) var entities: [Entity]
  private(set) var nextID: Int

  /// There is at least one entity to begin with, or ids begin at `firstID`.
  init(_ entities: [Entity], firstID: Int) {
    self.entities = entities
    nextID = (entities.last?.id).map { $0 + 1 } ?? firstID
  }

  /// The entity whose id that part of the path is.
  func entity(_ call: Call, _ parameter: String) throws(Refusal) -> Entity {
    let id = try call.id(parameter, of: Entity.noun)
    guard let entity = entities.first(where: { $0.id == id }) else { throw .notFound(Entity.noun) }
    return entity
  }

  /// Adds an entity that has `nextID`.
  mutating func add(_ entity: Entity) {
    entities.append(entity)
    nextID = entity.id + 1
  }

  /// Puts an entity in the place of the one with its id.
  mutating func replace(_ entity: Entity) {
    guard let place = entities.firstIndex(where: { $0.id == entity.id }) else { return }
    entities[place] = entity
  }

  mutating func remove(_ entity: Entity) {
    entities.removeAll { $0.id == entity.id }
  }
}
