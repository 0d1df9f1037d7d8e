extension ClickMeter {
  /// Where all entities of a kind stand, for what is done alike with each kind.
  typealias Place<Entity: MeterEntity> = any WritableKeyPath<ClickMeter, [Entity]> & Sendable

  /// The entity of that id, also when it is marked as deleted.
  func entity<Entity: MeterEntity>(
    _ id: Int, in place: Place<Entity>
  ) throws(Refusal) -> Entity {
    try self[keyPath: place].entity(id)
  }

  /// The entity that the path names by its one parameter.
  func entity<Entity: MeterEntity>(
    named call: Call, in place: Place<Entity>
  ) throws(Refusal) -> Entity {
    try entity(try call.id(call.parameters.keys.first ?? "", of: Entity.noun), in: place)
  }

  /// Makes an entity and keeps it.
  mutating func add<Entity: MeterEntity>(
    to place: Place<Entity>, _ call: Call, _ make: Maker<Entity>
  ) throws(Refusal) -> Entity {
    let id = nextID(in: place)
    let entity = try make(&self, call, id)
    add(entity, to: place)
    return entity
  }

  /// The id for the next entity of that kind: one that none had before.
  func nextID<Entity: MeterEntity>(in place: Place<Entity>) -> Int {
    max(lastIDs[Entity.collection] ?? 0, self[keyPath: place].last?.id ?? 0) + 1
  }

  /// Keeps a new entity.
  mutating func add<Entity: MeterEntity>(_ entity: Entity, to place: Place<Entity>) {
    lastIDs[Entity.collection] = entity.id
    self[keyPath: place].append(entity)
  }

  /// Changes an entity that the caller may change, and keeps it unless it was removed.
  mutating func change<Entity: MeterEntity>(
    _ entity: Entity, in place: Place<Entity>, _ call: Call, _ change: Change<Entity>
  ) throws(Refusal) -> Entity {
    guard !entity.isDeleted else { throw .notFound(Entity.noun) }
    try check(call.caller, mayChange: entity.guardingGroup)
    var changed = entity
    try change(&self, &changed, call)
    self[keyPath: place].replace(changed)
    return changed
  }

  /// Takes an entity away without a trace but its id, which is not used again.
  mutating func remove<Entity: MeterEntity>(_ entity: Entity, from place: Place<Entity>) {
    lastIDs[Entity.collection] = nextID(in: place) - 1
    self[keyPath: place].remove(entity.id)
  }

  /// Whether that caller may change that group and what is in it.
  func mayChange(_ group: Int?, _ caller: Caller) -> Bool {
    caller.isAdministrator || !groups.contains { $0.id == group && $0.isProtected }
  }

  func check(_ caller: Caller, mayChange group: Int?) throws(Refusal) {
    guard mayChange(group, caller) else {
      throw .forbidden(reason: "This key may not change group \(group ?? 0) and what is in it")
    }
  }

  /// The tags on that entity, in the order they were attached.
  func tags(of entity: some MarkedEntity) -> [Tag] {
    entity.tags.compactMap { id in tags.first { $0.id == id } }
  }
}
