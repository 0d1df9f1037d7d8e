import JSON

/// Changes an entity that is kept afterwards, and whatever refers to it.
typealias Change<Entity> =
  @Sendable (inout ClickMeter, inout Entity, Call) throws(Refusal) -> Void

/// Makes an entity of that id from what the call says.
typealias Maker<Entity> =
  @Sendable (inout ClickMeter, Call, _ id: Int) throws(Refusal) -> Entity

/// What is done alike with entities of all kinds. Paths have one parameter, the entity's id.
extension Route<ClickMeter> {
  /// Reads one whole; deleted ones too, where a mark is all that deletes them.
  static func whole<Entity: WholeEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>
  ) -> Self {
    .get(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      let entity = try service.entity(named: call, in: place)
      return Reply(200, entity.json(in: service, for: call.caller))
    }
  }

  static func create<Entity: MeterEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>, _ make: @escaping Maker<Entity>
  ) -> Self {
    .post(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      Reply(200, try service.add(to: place, call, make).receipt)
    }
  }

  /// An entity's notes and whether it is a favourite.
  static func marks<Entity: MarkedEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>
  ) -> [Self] {
    [
      notes(path, place),
      .put(path + "/favourite", changing(place) { _, entity, _ in entity.isFavorite.toggle() }),
    ]
  }

  static func notes<Entity: AnnotatedEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>
  ) -> Self {
    .put(
      path + "/notes",
      changing(place) {
        (service: inout ClickMeter, entity: inout Entity, call: Call) throws(Refusal) in
        entity.notes = try call.sentText()
      })
  }

  static func update<Entity: WritableEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>
  ) -> Self {
    .post(
      path,
      changing(place) {
        (service: inout ClickMeter, entity: inout Entity, call: Call) throws(Refusal) in
        var body = FieldReader(.json(try call.members()))
        entity.change(&body)
        try body.check()
      })
  }

  /// Takes one away that no mark remembers.
  static func remove<Entity: MeterEntity>(
    _ path: String, _ place: ClickMeter.Place<Entity>
  ) -> Self {
    .delete(path) { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      let entity = try service.entity(named: call, in: place)
      service.remove(entity, from: place)
      return Reply(200, entity.receipt)
    }
  }

  /// Answers with what was changed. What is deleted or protected can't be.
  static func changing<Entity: MeterEntity>(
    _ place: ClickMeter.Place<Entity>, _ change: @escaping Change<Entity>
  ) -> Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      let entity = try service.entity(named: call, in: place)
      return Reply(200, try service.change(entity, in: place, call, change).receipt)
    }
  }
}

extension Call {
  /// The `Text` in the body, which may be empty.
  fileprivate func sentText() throws(Refusal) -> String {
    let members = try members()
    if members["text"] == "" { return "" }
    var body = FieldReader(.json(members))
    body.require("text")
    let text = body.text("text")
    try body.check()
    return text ?? ""
  }

  /// The JSON object in the body. Clients begin some names with either case; here all are lower.
  func members() throws(Refusal) -> JSONObject {
    let object = try jsonObject()
    return JSONObject(object.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), $0.value) })
  }

  /// The same for something new, without the id, which the service gives.
  func newMembers() throws(Refusal) -> JSONObject {
    var members = try members()
    members["id"] = nil
    return members
  }
}
