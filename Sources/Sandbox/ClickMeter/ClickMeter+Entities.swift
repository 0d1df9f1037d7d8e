extension ClickMeter {
  /// The places of all kinds of entities, for what is done with each of them alike.
  typealias Place<Entity: MeterEntity> = any WritableKeyPath<ClickMeter, [Entity]> & Sendable

  /// The entity of that id, also when it is marked as deleted.
  func entity<Entity: MeterEntity>(
    _ id: Int, in place: Place<Entity>
  ) throws(Refusal) -> Entity {
    guard let entity = self[keyPath: place].first(where: { $0.id == id }) else {
      throw .notFound(Entity.noun)
    }
    return entity
  }

  /// The tags on that entity, in the order they were attached.
  func tags(of entity: some MarkedEntity) -> [Tag] {
    entity.tags.compactMap { id in tags.first { $0.id == id } }
  }

  /// Whether that caller may change that entity.
  func mayChange(_ entity: some MarkedEntity, _ caller: Caller) -> Bool {
    caller.isAdministrator || groups.first { $0.id == entity.groupID }?.isProtected != true
  }

  /// The name of that conversion when there is one.
  func conversionName(_ id: Int) -> String? {
    [7001: "Purchase", 7002: "Signup", 7003: "Lead"][id]
  }
}
