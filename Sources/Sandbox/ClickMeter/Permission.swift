import JSON

/// The right of a guest on one datapoint or group.
struct Permission: Hashable, Sendable {
  enum Subject: String, CaseIterable, Sendable {
    case datapoint, group
  }

  enum Right: String, CaseIterable, Sendable {
    case see = "r"
    case change = "w"
  }

  let subject: Subject
  let id: Int
  let right: Right

  func json(in service: ClickMeter) -> JSONValue {
    let datapoint = service.datapoints.first { subject == .datapoint && $0.id == id }
    let group = service.groups.first { subject == .group && $0.id == id }
    return [
      "EntityType": .string(subject.rawValue),
      "EntityName": .string(datapoint?.label ?? group?.label ?? ""),
      "DatapointType": .string(datapoint?.kind.inBodies ?? ""), "Type": .string(right.rawValue),
      "Entity": datapoint?.receipt ?? group?.receipt ?? ["id": .integer(id)],
    ]
  }
}

extension ClickMeter {
  static let permissionRoutes: [Route<ClickMeter>] = [
    .list("/account/guests/{guestId}/permissions", listPermissions, row: \.self),
    .count("/account/guests/{guestId}/permissions/count", listPermissions),
    .put("/account/guests/{guestId}/{type}/permissions/patch", patchPermission),
    .post("/account/guests/{guestId}/{type}/permissions/patch", patchPermission),
  ]

  private func listPermissions(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [JSONValue] {
    let guest = try call.entity(in: guests)
    let subject = query.choice("entityType", of: Permission.Subject.allCases.map(\.rawValue))
    let right = query.choice("type", of: Permission.Right.allCases.map(\.rawValue))
    let id = query.integer("entityId")
    try query.check()
    let found = guest.permissions.filter { permission in
      (subject == nil || permission.subject.rawValue == subject)
        && (right == nil || permission.right.rawValue == right)
        && (id == nil || permission.id == id)
    }
    return found.map { $0.json(in: self) }
  }

  /// Granting what is granted and withdrawing what isn't change nothing.
  private static let patchPermission: Handler = { service, call throws(Refusal) in
    var guest = try call.entity("guestId", in: service.guests)
    guard let subject = call.text("type").flatMap({ Permission.Subject(rawValue: $0) }) else {
      throw .unknownRoute
    }
    var body = try call.json()
    let patch = Patch(&body)
    let verb = body.isSent("verb") ? "verb" : "Verb"
    body.require(verb)
    let right = body.choice(verb, of: Permission.Right.allCases.map(\.rawValue))
      .flatMap { Permission.Right(rawValue: $0) }
    try body.check()
    guard let patch, let right else { return Reply(200, guest.receipt) }
    for id in patch.ids {
      switch subject {
      case .datapoint: _ = try service.datapoints.entity(id)
      case .group: _ = try service.groups.entity(id)
      }
    }
    guest.permissions = patch.applied(to: guest.permissions) {
      Permission(subject: subject, id: $0, right: right)
    }
    service.guests.replace(guest)
    return Reply(200, guest.receipt)
  }
}

/// A change of what is tied to an entity: one thing comes, one goes, or one replaces another.
struct Patch: Sendable {
  let incoming: Int?
  let outgoing: Int?

  /// Reads `Action`, `Id` and `ReplaceId`, whose names begin with either case.
  init?(_ body: inout FieldReader) {
    let isLower = body.isSent("action") || body.isSent("id")
    let names = isLower ? ["action", "id", "replaceId"] : ["Action", "Id", "ReplaceId"]
    body.require(names[0])
    body.require(names[1])
    let action = body.choice(names[0], of: ["add", "remove"])
    let id = body.integer(names[1])
    let other = body.integer(names[2])
    guard let action, let id else { return nil }
    (incoming, outgoing) = action == "add" ? (id, other) : (other, id)
  }

  var ids: [Int] { [incoming, outgoing].compactMap { $0 } }

  /// The items after the change, none of them twice.
  func applied<Item: Equatable>(to items: [Item], _ item: (Int) -> Item) -> [Item] {
    var items = items
    let index = outgoing.flatMap { items.firstIndex(of: item($0)) }
    if let index { items.remove(at: index) }
    if let incoming = incoming.map(item), !items.contains(incoming) {
      items.insert(incoming, at: index ?? items.count)
    }
    return items
  }
}
