import JSON

extension DatapointGroup {
  /// The whole entity.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id),
      "name": .string(name),
      "notes": .string(notes),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "deleted": .bool(isDeleted),
      "isPublic": .bool(isPublic),
      "preferred": .bool(isFavorite),
      "redirectOnly": .bool(redirectOnly),
      "tags": .array(service.tags(of: self).map { $0.json(in: service, for: caller) }),
      "writePermited": .bool(service.mayChange(id, caller)),
    ]
  }
}
