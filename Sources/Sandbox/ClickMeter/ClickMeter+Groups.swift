import JSON

extension ClickMeter {
  static let groupRoutes: [Route<ClickMeter>] =
    Route.lists("/groups", groups)
    + Route.lists("/groups/{id}/datapoints", groupDatapoints)
    + Route.marks("/groups/{id}", \.groups) + [
      .whole("/groups/{id}", \.groups),
      .create("/groups", \.groups, makeGroup),
      .create("/groups/{id}/datapoints", \.datapoints, makeGroupDatapoint),
      .post("/groups/{id}", Route.changing(\.groups, updateGroup)),
      .delete("/groups/{id}", Route.changing(\.groups, deleteGroup)),
    ]

  private static func groups(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [DatapointGroup] {
    try service.groups(matching: &query, call)
  }

  /// The groups that the filters of a query let through.
  func groups(
    matching query: inout FieldReader, _ call: Call
  ) throws(Refusal) -> [DatapointGroup] {
    let filter = EntityFilter(listing: &query, statuses: EntityFilter.groupStatuses)
    let creation = CreationFilter(&query)
    let onlyWritable = query.flag("write") ?? false
    try query.check()
    return groups.filter { group in
      filter.accepts(group, tagged: tags(of: group)) && creation.accepts(group.createdAt)
        && (!onlyWritable || mayChange(group.id, call.caller))
    }
  }

  private static func groupDatapoints(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    let group = try service.entity(named: call, in: \.groups)
    return try service.datapoints(matching: &query).filter { $0.groupID == group.id }
  }

  private static func makeGroup(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> DatapointGroup {
    var group = DatapointGroup(id: id, createdAt: call.now, name: "")
    try service.write(try call.newMembers(), into: &group, isNew: true)
    return group
  }

  private static func updateGroup(
    _ service: inout ClickMeter, _ group: inout DatapointGroup, _ call: Call
  ) throws(Refusal) {
    try service.write(try call.members(), into: &group, isNew: false)
  }

  /// What is in it goes with it.
  private static func deleteGroup(
    _ service: inout ClickMeter, _ group: inout DatapointGroup, _ call: Call
  ) {
    group.isDeleted = true
    for place in service.datapoints.indices where service.datapoints[place].groupID == group.id {
      service.datapoints[place].turn(.deleted, at: call.now)
    }
  }

  private static func makeGroupDatapoint(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> Datapoint {
    let group = try service.entity(named: call, in: \.groups)
    guard !group.isDeleted else { throw .notFound(DatapointGroup.noun) }
    var members = try call.newMembers()
    if let named = members["groupId"], ![.integer(group.id), .null].contains(named) {
      let rule = "groupId must be that of the path, \(group.id)"
      throw .invalid([FieldProblem(field: "groupId", fault: .rule(rule))])
    }
    members["groupId"] = .integer(group.id)
    return try service.datapoint(id, from: members, call)
  }

  private mutating func write(
    _ members: JSONObject, into group: inout DatapointGroup, isNew: Bool
  ) throws(Refusal) {
    var body = FieldReader(.json(members))
    if isNew { body.require("name") }
    let values = body.changes(DatapointGroup.fields)
    let words = tagWords(&body)
    body.reportUnknown(
      among: DatapointGroup.fields.map(\.name) + DatapointGroup.fixedFields + ["tags"])
    body.checkID(of: group)
    try body.check()
    group.apply(values)
    // An empty text is sent to clear them.
    if members["notes"] == "" { group.notes = "" }
    if let words { group.tags = tagIDs(words) }
  }
}
