import JSON

extension Guest {
  /// The whole entity, but for the password, which is never told.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    let own: JSONObject = [
      "id": .integer(id),
      "password": "",
      "creationDate": .string(ClickMeter.text(createdAt)),
      "timeframeMinDate": .string(ClickMeter.text(Timestamp(createdAt.date))),
      "loginCount": .integer(loginCount),
      "currentGrant": permissions.last?.json(in: service) ?? .null,
      "groupGrants": count(.group, among: service.groups.map(\.id)),
      "tlGrants": count(.datapoint, among: ids(.link, in: service)),
      "tpGrants": count(.datapoint, among: ids(.pixel, in: service)),
    ]
    return .object(settings.merging(own))
  }

  /// On how many of these the guest has a right.
  private func count(_ subject: Permission.Subject, among ids: [Int]) -> JSONValue {
    let granted = Set(permissions.filter { $0.subject == subject }.map(\.id))
    return .integer(granted.intersection(ids).count)
  }

  private func ids(_ kind: Datapoint.Kind, in service: ClickMeter) -> [Int] {
    service.datapoints.filter { $0.kind == kind }.map(\.id)
  }
}
