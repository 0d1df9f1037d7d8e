import JSON

extension Datapoint {
  /// The whole entity, with the names of what it refers to.
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(id),
      "name": .string(name),
      "title": .string(title),
      "type": .string(kind == .link ? "TrackingLink" : "TrackingPixel"),
      "status": .string(status.inBodies),
      "groupId": .integer(groupID),
      "groupName": .string(service.groups.first { $0.id == groupID }?.name ?? ""),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "trackingCode": .string(trackingCode(in: service)),
      "tags": .array(service.tags(of: self).map { $0.json(in: service, for: caller) }),
      "preferred": .bool(isFavorite),
      "notes": .string(notes),
      "writePermited": .bool(service.mayChange(groupID, caller)),
    ]
    for name in Self.switchNames { object[name] = .bool(switches.contains(name)) }
    for (slot, conversion) in zip(Self.slots, conversions) {
      object[slot + "ConversionId"] = .integer(conversion)
      object[slot + "ConversionName"] = .string(
        service.conversions.first { $0.id == conversion }?.name ?? "")
    }
    switch kind {
    case .link: object["typeTL"] = .object(settings.merging(["scripts": scripts(in: service)]))
    case .pixel: object["typeTP"] = .object(settings)
    }
    return .object(object)
  }

  private func scripts(in service: ClickMeter) -> JSONValue {
    .array(
      scripts.compactMap { id in
        service.scripts.first { $0.id == id }.map { script in
          ["id": .integer(script.id), "name": .string(script.name)]
        }
      })
  }

  private func trackingCode(in service: ClickMeter) -> String {
    let scheme = switches.contains("isSecured") ? "https" : "http"
    let domain = service.domains.first { $0.id == settings["domainId"]?.int }
    return switch kind {
    case .link: "\(scheme)://\(domain?.name ?? "9nl.es")/\(name)"
    case .pixel: "<img src=\"\(scheme)://pixel.watch/\(String(id, radix: 36))\" />"
    }
  }
}

extension Datapoint.Status {
  /// Queries and bodies use different words for the same.
  var inBodies: String {
    switch self {
    case .deleted: "Deleted"
    case .active: "Active"
    case .paused: "Paused"
    case .spam: "Abuse"
    }
  }
}
