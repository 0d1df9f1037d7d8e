import JSON

extension ClickMeter {
  static let tagRoutes: [Route<ClickMeter>] =
    Route.lists("/tags", tags) + [
      .whole("/tags/{tagId}", \.tags),
      .create("/tags", \.tags, makeTag),
      .put("/tags/{tagId}/name", Route.changing(\.tags, renameTag)),
      .delete("/tags/{tagId}", deleteTag),
    ]

  private static func tags(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Tag] {
    let name = query.search("name")
    let datapoints = query.ids("datapoints")
    let groups = query.ids("groups")
    let type = query.choice("type", of: ["tp", "tl", "dp", "gr"])
    try query.check()
    return service.tags.filter { tag in
      let links = service.datapoints.filter { $0.isMarked(with: tag) }
      let owners = service.groups.filter { $0.isMarked(with: tag) }
      let isUsed =
        switch type {
        case "gr": !owners.isEmpty
        case "tl", "tp": links.contains { $0.kind.rawValue == type }
        case "dp": !links.isEmpty
        default: true
        }
      return isUsed && name.finds(tag.name)
        && (datapoints.map { ids in links.contains { ids.contains($0.id) } } ?? true)
        && (groups.map { ids in owners.contains { ids.contains($0.id) } } ?? true)
    }
  }

  private static func makeTag(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> Tag {
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

  private static func renameTag(
    _ service: inout ClickMeter, _ tag: inout Tag, _ call: Call
  ) throws(Refusal) {
    let members = try call.members()
    var body = FieldReader(.json(members))
    body.require("text")
    // Another case of its own name is no other tag's.
    let isSame = members["text"]?.string?.lowercased() == tag.name.lowercased()
    let name = isSame ? body.text("text") ?? "" : service.newName(&body, "text")
    try body.check()
    tag.name = name
  }

  private static func deleteTag(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let tag = try service.entity(named: call, in: \.tags)
    var cleared = service
    try cleared.detach(tag, from: \.datapoints, call)
    try cleared.detach(tag, from: \.groups, call)
    cleared.remove(tag, from: \.tags)
    service = cleared
    return Reply(200, [:])
  }

  /// A name that no tag has.
  private func newName(_ body: inout FieldReader, _ field: String) -> String {
    let name = body.text(field) ?? ""
    if tag(named: name) != nil {
      body.report(field, .rule("\(field) is already used by another tag"))
    }
    return name
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
