import JSON

extension Tag {
  /// The whole entity, with the ids of what carries it.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id),
      "name": .string(name),
      "datapoints": ids(of: service.datapoints),
      "groups": ids(of: service.groups),
    ]
  }

  private func ids(of entities: [some MarkedEntity]) -> JSONValue {
    .array(entities.filter { !$0.isDeleted && $0.tags.contains(id) }.map { .integer($0.id) })
  }
}
