import JSON

extension RetargetingScript {
  /// The whole entity.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    ["id": .integer(id), "name": .string(name), "script": .string(script)]
  }
}
