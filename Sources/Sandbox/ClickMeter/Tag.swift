import JSON

/// A word that marks datapoints and groups, which hold its id.
struct Tag: MeterEntity {
  static let noun = "Tag"
  static let collection = "tags"
  static let firstID = 9001

  let id: Int
  var name: String

  var label: String { name }

  /// The id of the word on all pixels of the initial world.
  static let conversionID = firstID + seasons.count + channels.count
  static let seasons = ["spring", "summer", "autumn"]
  static let channels = ["email", "social", "search", "partner"]

  static let initial = (seasons + channels + ["conversion"]).enumerated().map { index, name in
    Tag(id: firstID + index, name: name)
  }

  /// The whole entity, with the ids of what carries it.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id), "name": .string(name), "datapoints": ids(of: service.datapoints),
      "groups": ids(of: service.groups),
    ]
  }

  private func ids(of entities: Table<some MarkedEntity>) -> JSONValue {
    .array(entities.filter { $0.isMarked(with: self) }.map { .integer($0.id) })
  }
}

extension MarkedEntity {
  fileprivate func isMarked(with tag: Tag) -> Bool { !isDeleted && tags.contains(tag.id) }
}

extension ClickMeter {
  static let tagRoutes: [Route<ClickMeter>] =
    Route.lists("/tags", listTags) + [
      .whole("/tags/{tagId}", \.tags),
      .create("/tags", \.tags, makeTag),
      .put("/tags/{tagId}/name", Route.changing(\.tags, renameTag)),
      .delete("/tags/{tagId}", deleteTag),
    ]

  private func listTags(_ call: Call, _ query: inout FieldReader) throws(Refusal) -> [Tag] {
    let name = query.search("name")
    let datapointIDs = query.ids("datapoints")
    let groupIDs = query.ids("groups")
    let type = query.choice("type", of: ["tp", "tl", "dp", "gr"])
    try query.check()
    return tags.filter { tag in
      let links = datapoints.filter { $0.isMarked(with: tag) }
      let owners = groups.filter { $0.isMarked(with: tag) }
      let isUsed =
        switch type {
        case "gr": !owners.isEmpty
        case "tl", "tp": links.contains { $0.kind.rawValue == type }
        case "dp": !links.isEmpty
        default: true
        }
      return isUsed && name.finds(tag.name)
        && (datapointIDs.map { ids in links.contains { ids.contains($0.id) } } ?? true)
        && (groupIDs.map { ids in owners.contains { ids.contains($0.id) } } ?? true)
    }
  }

  private static let makeTag: Maker<Tag> = { service, call, id throws(Refusal) in
    var body = FieldReader(.json(try call.members()))
    body.require("name")
    let name = service.newName(&body, "name")
    let datapoints = body.value("datapoints", .list(.integer(1...Int.max)))?.array ?? []
    let groups = body.value("groups", .list(.integer(1...Int.max)))?.array ?? []
    body.reportUnknown(among: ["id", "name", "datapoints", "groups"])
    try body.check()
    // All or none: a copy takes the marks first.
    var marked = service
    for datapoint in datapoints.compactMap(\.int) {
      try marked.setTag(id, true, on: datapoint, in: \.datapoints, call)
    }
    for group in groups.compactMap(\.int) {
      try marked.setTag(id, true, on: group, in: \.groups, call)
    }
    service = marked
    return Tag(id: id, name: name)
  }

  private static let renameTag: Change<Tag> = { service, tag, call throws(Refusal) in
    let members = try call.members()
    var body = FieldReader(.json(members))
    body.require("text")
    // Another case of its own name is no other tag's.
    let isSame = members["text"]?.string?.lowercased() == tag.name.lowercased()
    let name = isSame ? body.text("text") ?? "" : service.newName(&body, "text")
    try body.check()
    tag.name = name
  }

  private static let deleteTag: Handler = { service, call throws(Refusal) in
    let tag = try call.entity(in: service.tags)
    var cleared = service
    try cleared.detach(tag, from: \.datapoints, call)
    try cleared.detach(tag, from: \.groups, call)
    cleared.tags.remove(tag.id)
    service = cleared
    return Reply(200, [:])
  }

  private func newName(_ body: inout FieldReader, _ field: String) -> String {
    let name = body.text(field) ?? ""
    if tag(named: name) != nil {
      body.report(field, .rule("\(field) is already used by another tag"))
    }
    return name
  }

  /// Tags differ in more than case.
  private func tag(named name: String) -> Tag? {
    tags.first { $0.name.lowercased() == name.lowercased() }
  }

  // Tags as the bodies of datapoints and groups name them.

  /// The tags in a body, a new word with the id 0; nil when there is no list of them.
  func sentTags(_ body: inout FieldReader) -> [Tag]? {
    guard body.isSent("tags") else { return nil }
    return body.each("tags") { sent in
      let id = sent.id("id") ?? 0
      guard id == 0 else {
        if let known = tags.first(where: { $0.id == id }) { return known }
        sent.report("id", .expected("the id of a tag, or left out"))
        return nil
      }
      sent.require("name")
      return sent.text("name").map { Tag(id: 0, name: $0) }
    }
  }

  /// The ids of these tags, each once. A new word becomes a tag.
  mutating func ids(of sent: [Tag]) -> [Int] {
    var ids: [Int] = []
    for tag in sent {
      let known = tag.id == 0 ? self.tag(named: tag.name) : tag
      let kept = known ?? Tag(id: tags.nextID, name: tag.name)
      if known == nil { tags.append(kept) }
      if !ids.contains(kept.id) { ids.append(kept.id) }
    }
    return ids
  }

  // What carries a tag: datapoints and groups alike.

  static let tagMarkRoutes: [Route<ClickMeter>] =
    Route.lists("/tags/{tagId}/datapoints", datapoints(of: \.tags) { $0.tags.contains($1.id) })
    + Route.lists("/tags/{tagId}/groups", listTagGroups)
    + marks("/tags/{tagId}/datapoints", \.datapoints) + marks("/tags/{tagId}/groups", \.groups)

  private func listTagGroups(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [DatapointGroup] {
    let tag = try call.entity(in: tags)
    return try listGroups(call, &query).filter { $0.tags.contains(tag.id) }
  }

  private static func marks<Marked: MarkedEntity>(
    _ path: String, _ table: TablePath<Marked>
  ) -> [Route<ClickMeter>] {
    let patch: Handler = Route.changing(\.tags) { service, tag, call throws(Refusal) in
      var body = try call.json()
      let patch = Patch(&body)
      try body.check()
      for (id, isTagged) in [(patch?.incoming, true), (patch?.outgoing, false)] {
        if let id { try service.setTag(tag.id, isTagged, on: id, in: table, call) }
      }
    }
    let detachAll: Handler = Route.changing(\.tags) { service, tag, call throws(Refusal) in
      try service.detach(tag, from: table, call)
    }
    return [.put(path + "/patch", patch), .delete(path, detachAll)]
  }

  private mutating func setTag<Marked: MarkedEntity>(
    _ tag: Int, _ isTagged: Bool, on id: Int, in table: TablePath<Marked>, _ call: Call
  ) throws(Refusal) {
    _ = try change(try self[keyPath: table].entity(id), in: table, call) { _, entity, _ in
      guard isTagged != entity.tags.contains(tag) else { return }
      entity.tags = isTagged ? entity.tags + [tag] : entity.tags.filter { $0 != tag }
    }
  }

  /// Takes the tag off all that carry it, deleted ones too, if the caller may change each of them.
  private mutating func detach<Marked: MarkedEntity>(
    _ tag: Tag, from table: TablePath<Marked>, _ call: Call
  ) throws(Refusal) {
    for entity in self[keyPath: table] where entity.tags.contains(tag.id) {
      try check(call.caller, mayChange: entity.guardingGroup)
    }
    for index in self[keyPath: table].indices {
      self[keyPath: table][index].tags.removeAll { $0 == tag.id }
    }
  }
}

extension FieldReader {
  /// Ids in one text, separated by commas.
  fileprivate mutating func ids(_ name: String) -> [Int]? {
    let kind = FieldKind.custom(expected: "ids separated by commas") { text in
      text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { Int($0) != nil }
    }
    return text(name, kind)?.split(separator: ",").compactMap { Int($0) }
  }
}
