import JSON

extension ClickMeter {
  static let permissionRoutes: [Route<ClickMeter>] = [
    .list("/account/guests/{guestId}/permissions", permissions, row: \.self),
    .count("/account/guests/{guestId}/permissions/count", permissions),
    .put("/account/guests/{guestId}/{type}/permissions/patch", patchPermission),
    .post("/account/guests/{guestId}/{type}/permissions/patch", patchPermission),
  ]

  private static func permissions(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [JSONValue] {
    let guest = try call.entity("guestId", in: service.guests)
    let subject = query.choice("entityType", of: Permission.Subject.allCases.map(\.rawValue))
    let right = query.choice("type", of: Permission.Right.allCases.map(\.rawValue))
    let id = query.integer("entityId")
    try query.check()
    return guest.permissions.filter { permission in
      (subject.map { permission.subject.rawValue == $0 } ?? true)
        && (right.map { permission.right.rawValue == $0 } ?? true)
        && (id.map { permission.id == $0 } ?? true)
    }.map { $0.json(in: service) }
  }

  /// Granting what is granted and withdrawing what isn't change nothing.
  private static func patchPermission(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var guest = try call.entity("guestId", in: service.guests)
    guard let subject = Permission.Subject(rawValue: call.text("type")) else {
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
      case .datapoint: _ = try service.entity(id, in: \.datapoints)
      case .group: _ = try service.entity(id, in: \.groups)
      }
    }
    guest.permissions = patch.applied(to: guest.permissions) { Permission(subject, $0, right) }
    service.guests.replace(guest)
    return Reply(200, guest.receipt)
  }
}
