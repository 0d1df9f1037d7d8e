import JSON

extension ClickMagick {
  static let groupRoutes: [Route<ClickMagick>] =
    groupRoutes("/links/groups", \.linkGroups, hasSubgroups: true)
    + groupRoutes("/rotators/groups", \.rotatorGroups, hasSubgroups: false)
    + [.post("/links/groups/{group_id}/subgroups", createSubgroup)]

  private typealias GroupsPath = any WritableKeyPath<ClickMagick, Groups> & Sendable

  /// What can be done with the groups of links and of Rotators alike.
  private static func groupRoutes(
    _ path: String, _ groups: GroupsPath, hasSubgroups: Bool
  ) -> [Route<ClickMagick>] {
    let delete = deleteGroup(groups, hasSubgroups)
    return [
      .get(path, listGroups(groups, hasSubgroups)),
      .post(path, createGroup(groups)),
      .patch(path, renameGroup(groups, hasSubgroups)),
      .delete(path, delete),
      // The page has the id in the path, its sample in the query.
      .delete(path + "/{group_id}", delete),
    ]
  }

  private static func listGroups(
    _ groups: GroupsPath, _ hasSubgroups: Bool
  ) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      let rows = service[keyPath: groups].all.map { group -> JSONValue in
        var row: JSONObject = ["id": .integer(group.id), "name": .string(group.name)]
        if hasSubgroups { row["subgroups"] = .array(group.subgroups.map(\.json)) }
        return .object(row)
      }
      return success(["groups": .array(rows)])
    }
  }

  private static func createGroup(_ groups: GroupsPath) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var form = try call.form()
      let name = try groupName(&form)
      let id = service[keyPath: groups].add(name)
      return success(["id": .integer(id)], warnings: form.warningsOfUnknown([nameRule]))
    }
  }

  private static func createSubgroup(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let group = try call.id("group_id", of: Groups.Group.noun)
    var form = try call.form()
    let name = try groupName(&form)
    let id = try service.linkGroups.add(name, under: group)
    return success(["id": .integer(id)], warnings: form.warningsOfUnknown([nameRule]))
  }

  private static func renameGroup(
    _ groups: GroupsPath, _ hasSubgroups: Bool
  ) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      query.require("group_id")
      let group = query.id("group_id") ?? 0
      let subgroup = hasSubgroups ? query.id("subgroup_id") : nil
      let name = try groupName(&query)
      try service[keyPath: groups].rename(group, subgroup, to: name)
      return success()
    }
  }

  private static func deleteGroup(
    _ groups: GroupsPath, _ hasSubgroups: Bool
  ) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      var query = call.query
      let isInPath = call.parameters["group_id"] != nil
      if !isInPath { query.require("group_id") }
      let subgroup = hasSubgroups ? query.id("subgroup_id") : nil
      let sent = query.id("group_id") ?? 0
      try query.check()
      let group = isInPath ? try call.id("group_id", of: Groups.Group.noun) : sent
      try service[keyPath: groups].remove(group, subgroup)
      service.leaveMissingGroups()
      return success()
    }
  }

  private static func groupName(_ reader: inout FieldReader) throws(Refusal) -> String {
    let name = reader.values([nameRule])["name"]?.string
    try reader.check()
    return name ?? ""
  }

  private static let nameRule = FieldRule("name", .anyText, isRequired: true)

  /// Moves to "All" what was in a group or subgroup that is gone.
  private mutating func leaveMissingGroups() {
    for place in rotators.indices where !rotatorGroups.contains(rotators[place].group) {
      rotators[place].settings["rotator_group"] = 0
    }
    for place in smartLinks.indices where !smartLinks[place].isIn(linkGroups) {
      smartLinks[place].leaveGroup()
    }
  }
}
