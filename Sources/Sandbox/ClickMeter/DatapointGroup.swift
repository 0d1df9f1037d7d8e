import JSON

/// A campaign: what datapoints belong to, each to one.
struct DatapointGroup: MarkedEntity {
  static let noun = "Group"
  static let collection = "groups"
  static let firstID = 410_551

  let id: Int
  let createdAt: Timestamp
  var name: String
  var notes = ""
  var tags: [Int] = []
  var isFavorite = false
  /// Whether anyone may see its statistics.
  var isPublic = false
  var redirectOnly = false
  var isDeleted = false
  /// Whether only administrators may change it and its datapoints.
  var isProtected = false

  var label: String { name }
  var statusInQueries: String { isDeleted ? "deleted" : "active" }
  var groupID: Int { id }

  static let names = ["Campaigns", "Newsletter", "Partners"]

  /// Three groups, older than what is in them. Only administrators may change the last.
  static func initial(now: Timestamp) -> [DatapointGroup] {
    names.enumerated().map { index, name in
      DatapointGroup(
        id: firstID + index,
        createdAt: Timestamp(now.date.adding(days: -720 + index * 5), hour: 8, minute: index * 10),
        name: name, tags: [Tag.firstID + index], isFavorite: index == 0,
        isProtected: index == names.count - 1)
    }
  }

  static let fields = [
    FieldRule("id", .id), FieldRule("name", .anyText), FieldRule("notes", .anyText),
    FieldRule("isPublic", .flag), FieldRule("preferred", .flag), FieldRule("redirectOnly", .flag),
  ]

  /// Set by the service; a body may hold them, because bodies are often fetched entities.
  static let fixedFields = ["creationDate", "deleted", "writePermited"]

  /// What is not sent becomes what it is in a new one; the name stays.
  mutating func apply(_ values: JSONObject) {
    name = values["name"]?.string ?? name
    notes = values["notes"]?.string ?? ""
    isPublic = values["isPublic"]?.bool ?? false
    isFavorite = values["preferred"]?.bool ?? false
    redirectOnly = values["redirectOnly"]?.bool ?? false
  }

  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    [
      "id": .integer(id), "name": .string(name), "notes": .string(notes),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "deleted": .bool(isDeleted), "isPublic": .bool(isPublic), "preferred": .bool(isFavorite),
      "redirectOnly": .bool(redirectOnly),
      "tags": .array(service.tags(of: self).map { $0.json(in: service, for: caller) }),
      "writePermited": .bool(service.mayChange(id, caller)),
    ]
  }
}

extension ClickMeter {
  static let groupRoutes: [Route<ClickMeter>] =
    Route.lists("/groups", listGroups)
    + Route.lists("/groups/{id}/datapoints", datapoints(of: \.groups) { $0.groupID == $1.id })
    + Route.marks("/groups/{id}", \.groups) + [
      .whole("/groups/{id}", \.groups),
      .create("/groups", \.groups) { service, call, id throws(Refusal) in
        var group = DatapointGroup(id: id, createdAt: call.now, name: "")
        try service.write(try call.newMembers(), into: &group, isNew: true)
        return group
      },
      .create("/groups/{id}/datapoints", \.datapoints, makeGroupDatapoint),
      .post(
        "/groups/{id}",
        Route.changing(\.groups) { service, group, call throws(Refusal) in
          try service.write(try call.members(), into: &group, isNew: false)
        }),
      .delete("/groups/{id}", Route.changing(\.groups, deleteGroup)),
    ]

  private mutating func write(
    _ members: JSONObject, into group: inout DatapointGroup, isNew: Bool
  ) throws(Refusal) {
    var body = FieldReader(.json(members))
    if isNew { body.require("name") }
    let values = body.changes(DatapointGroup.fields)
    let tags = sentTags(&body)
    body.reportUnknown(
      among: DatapointGroup.fields.map(\.name) + DatapointGroup.fixedFields + ["tags"])
    body.checkID(of: group)
    try body.check()
    group.apply(values)
    group.tags = tags.map { ids(of: $0) } ?? []
  }

  /// What is in it goes with it.
  private static let deleteGroup: Change<DatapointGroup> = { service, group, call in
    group.isDeleted = true
    for index in service.datapoints.indices where service.datapoints[index].groupID == group.id {
      service.datapoints[index].turn(.deleted, at: call.now)
    }
  }

  private static let makeGroupDatapoint: Maker<Datapoint> = { service, call, id throws(Refusal) in
    let group = try call.entity(in: service.groups)
    guard !group.isDeleted else { throw .notFound(DatapointGroup.noun) }
    var members = try call.newMembers()
    if let named = members["groupId"], ![.integer(group.id), .null].contains(named) {
      let rule = "groupId must be that of the path, \(group.id)"
      throw .invalid([FieldProblem(field: "groupId", fault: .rule(rule))])
    }
    members["groupId"] = .integer(group.id)
    return try service.datapoint(id, from: members, call)
  }

  func groupName(of datapoint: Datapoint) -> String {
    groups.first { $0.id == datapoint.groupID }?.name ?? ""
  }
}
