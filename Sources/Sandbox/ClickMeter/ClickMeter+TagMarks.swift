import JSON

extension ClickMeter {
  /// What carries a tag: datapoints and groups alike.
  static let tagMarkRoutes: [Route<ClickMeter>] =
    Route.lists("/tags/{tagId}/datapoints", tagDatapoints)
    + Route.lists("/tags/{tagId}/groups", tagGroups) + [
      .put("/tags/{tagId}/datapoints/patch", patch(\.datapoints)),
      .put("/tags/{tagId}/groups/patch", patch(\.groups)),
      .delete("/tags/{tagId}/datapoints", detachAll(\.datapoints)),
      .delete("/tags/{tagId}/groups", detachAll(\.groups)),
    ]

  private static func tagDatapoints(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    let tag = try service.entity(named: call, in: \.tags)
    return try service.datapoints(matching: &query).filter { $0.tags.contains(tag.id) }
  }

  private static func tagGroups(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [DatapointGroup] {
    let tag = try service.entity(named: call, in: \.tags)
    return try service.groups(matching: &query, call).filter { $0.tags.contains(tag.id) }
  }

  private static func patch<Entity: MarkedEntity>(
    _ place: Place<Entity>
  ) -> Route<ClickMeter>.Handler {
    Route.changing(\.tags) {
      (service: inout ClickMeter, tag: inout Tag, call: Call) throws(Refusal) in
      var body = try call.json()
      let patch = Patch(&body)
      try body.check()
      for (id, isTagged) in [(patch?.incoming, true), (patch?.outgoing, false)] {
        if let id { try service.setTag(tag.id, isTagged, on: id, in: place, call) }
      }
    }
  }

  private static func detachAll<Entity: MarkedEntity>(
    _ place: Place<Entity>
  ) -> Route<ClickMeter>.Handler {
    Route.changing(\.tags) {
      (service: inout ClickMeter, tag: inout Tag, call: Call) throws(Refusal) in
      try service.detach(tag, from: place, call)
    }
  }

  /// Puts the tag on that entity, or takes it off.
  mutating func setTag<Entity: MarkedEntity>(
    _ tag: Int, _ isTagged: Bool, on id: Int, in place: Place<Entity>, _ call: Call
  ) throws(Refusal) {
    _ = try change(try entity(id, in: place), in: place, call) { _, entity, _ in
      guard isTagged != entity.tags.contains(tag) else { return }
      entity.tags = isTagged ? entity.tags + [tag] : entity.tags.filter { $0 != tag }
    }
  }

  /// Takes the tag off all that carry it, deleted ones too, if the caller may change each of them.
  mutating func detach<Entity: MarkedEntity>(
    _ tag: Tag, from place: Place<Entity>, _ call: Call
  ) throws(Refusal) {
    for entity in self[keyPath: place] where entity.tags.contains(tag.id) {
      try check(call.caller, mayChange: entity.guardingGroup)
    }
    for index in self[keyPath: place].indices {
      self[keyPath: place][index].tags.removeAll { $0 == tag.id }
    }
  }
}

extension MarkedEntity {
  /// Whether it is there and carries the tag.
  func isMarked(with tag: Tag) -> Bool { !isDeleted && tags.contains(tag.id) }
}
