import JSON

/// A group of Smart Links or Rotators. What is in none, or in number 0, is in "All".
struct Group: SettingsEntity {
  static let noun = "Group"
  static let fields = [FieldRule("name", .anyText, isRequired: true)]

  let id: Int
  var settings: JSONObject = [:]

  init(id: Int, for call: Call, in service: ClickMagick) { self.id = id }

  private init(_ id: Int, _ name: String) {
    self.id = id
    settings = ["name": .string(name)]
  }

  static let initialOfLinks = [
    Group(71, "Surf season"), Group(72, "Newsletter"), Group(73, "Affiliates"),
  ]

  static let initialOfRotators = [
    Group(81, "Solo ads"), Group(82, "Funnels"), Group(83, "Split tests"),
  ]
}

struct Subgroup: Identified {
  static let noun = "Subgroup"

  let id: Int
  let groupID: Int
  var name: String

  static let initial = [
    Subgroup(id: 7101, groupID: 71, name: "Boards"),
    Subgroup(id: 7102, groupID: 71, name: "Wetsuits"),
    Subgroup(id: 7103, groupID: 72, name: "Welcome series"),
  ]
}

extension ClickMagick {
  static let groupRoutes: [Route<ClickMagick>] =
    groupRoutes("/links/groups", \.linkGroups, hasSubgroups: true)
    + groupRoutes("/rotators/groups", \.rotatorGroups, hasSubgroups: false)
    + [.post("/links/groups/{group_id}/subgroups", createSubgroup)]

  private static func groupRoutes(
    _ path: String, _ groups: TablePath<Group>, hasSubgroups: Bool
  ) -> [Route<ClickMagick>] {
    let delete: Handler = { service, call throws(Refusal) in
      try service.deleteGroup(call, groups, hasSubgroups)
    }
    return [
      .get(path) { (service: ClickMagick, call: Call) -> Reply in
        service.listGroups(groups, hasSubgroups)
      },
      .create(path, groups),
      .patch(path) { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
        try service.renameGroup(call, groups, hasSubgroups)
      },
      .delete(path, delete),
      // The page has the id in the path, its sample in the query.
      .delete(path + "/{group_id}", delete),
    ]
  }

  private func listGroups(_ groups: TablePath<Group>, _ hasSubgroups: Bool) -> Reply {
    let rows = self[keyPath: groups].map { group -> JSONValue in
      var row = group.shown
      if hasSubgroups {
        let parts = subgroups.filter { $0.groupID == group.id }
        row["subgroups"] = .array(parts.map { ["id": .integer($0.id), "name": .string($0.name)] })
      }
      return .object(row)
    }
    return Self.success(["groups": .array(rows)])
  }

  private static let createSubgroup: Handler = { service, call throws(Refusal) in
    let groupID = try call.id(of: Group.noun)
    var form = try call.form()
    let name = form.values(Group.fields)["name"]?.string
    try form.check()
    form.warnOfUnknown(Group.fields)
    let group = try service.linkGroups.entity(groupID)
    let id = service.subgroups.nextID
    service.subgroups.append(Subgroup(id: id, groupID: group.id, name: name ?? ""))
    return success(["id": .integer(id)], warnings: form.warnings)
  }

  /// Renames the subgroup when one is named, else the group.
  private mutating func renameGroup(
    _ call: Call, _ groups: TablePath<Group>, _ hasSubgroups: Bool
  ) throws(Refusal) -> Reply {
    var query = call.query
    query.require("group_id")
    let id = query.id("group_id") ?? 0
    let subgroupID = hasSubgroups ? query.id("subgroup_id") : nil
    let settings = query.values(Group.fields)
    try query.check()
    var group = try self[keyPath: groups].entity(id)
    if let subgroupID {
      var subgroup = try subgroup(subgroupID, of: group)
      subgroup.name = settings["name"]?.string ?? ""
      subgroups.replace(subgroup)
    } else {
      group.settings = settings
      self[keyPath: groups].replace(group)
    }
    return Self.success()
  }

  /// Removes the subgroup when one is named, else the group with all that are under it.
  private mutating func deleteGroup(
    _ call: Call, _ groups: TablePath<Group>, _ hasSubgroups: Bool
  ) throws(Refusal) -> Reply {
    var query = call.query
    let isInPath = call.text("group_id") != nil
    if !isInPath { query.require("group_id") }
    let subgroupID = hasSubgroups ? query.id("subgroup_id") : nil
    let sent = query.id("group_id") ?? 0
    try query.check()
    let id = isInPath ? try call.id(of: Group.noun) : sent
    let group = try self[keyPath: groups].entity(id)
    if let subgroupID {
      subgroups.remove(try subgroup(subgroupID, of: group).id)
    } else {
      self[keyPath: groups].remove(id)
      if hasSubgroups { subgroups.removeAll { $0.groupID == id } }
    }
    leaveMissingGroups()
    return Self.success()
  }

  private func subgroup(_ id: Int, of group: Group) throws(Refusal) -> Subgroup {
    try subgroups.filter { $0.groupID == group.id }.entity(id)
  }

  /// Moves to "All" what was in a group or subgroup that is gone.
  private mutating func leaveMissingGroups() {
    for index in rotators.indices where !rotatorGroups.contains(id: rotators[index].group) {
      rotators[index].settings["rotator_group"] = 0
    }
    for index in smartLinks.indices {
      let link = smartLinks[index]
      let isLost = link.group != 0 && !linkGroups.contains(id: link.group)
      if isLost || link.subgroup != 0 && !subgroups.contains(id: link.subgroup) {
        smartLinks[index].leaveGroup()
      }
    }
  }
}
