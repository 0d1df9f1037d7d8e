import JSON

extension Datapoint {
  /// An entry of a list.
  var reference: JSONValue {
    ["id": .integer(id), "uri": .string("/datapoints/\(id)"), "name": .string(name)]
  }

  /// The whole entity.
  var json: JSONValue {
    var object: JSONObject = [
      "id": .integer(id),
      "name": .string(name),
      "title": .string(name),
      "type": kind == .link ? "TrackingLink" : "TrackingPixel",
      "status": .string(statusInBodies),
      "groupId": .integer(group.id),
      "groupName": .string(group.name),
      "creationDate": .string(ClickMeter.text(createdAt)),
      "trackingCode": .string(trackingCode),
      "tags": .array(tags.map { ["name": .string($0)] }),
      "preferred": .bool(isFavorite),
      "isPublic": false,
      "isSecured": false,
      "lightTracking": false,
      "redirectOnly": false,
      "encodeIp": false,
      "notes": "",
      "writePermited": true,
    ]
    switch kind {
    case .link: object["typeTL"] = link
    case .pixel: object["typeTP"] = ["parameterNote": .string("Placed on \(url)")]
    }
    return .object(object)
  }

  private var link: JSONValue {
    [
      "url": .string(url),
      "firstUrl": .string(url),
      "domainId": 1597,
      "destinationMode": "Simple",
      "redirectType": "TemporaryRedirect",
      "referrerClean": "None",
      "appendQuery": false,
      "encodeUrl": false,
      "hideUrl": false,
      "isABTest": false,
    ]
  }

  private var trackingCode: String {
    let code = String(id, radix: 36)
    return kind == .link ? "http://9nl.es/\(code)" : "<img src=\"http://pixel.watch/\(code)\" />"
  }

  /// Queries and bodies use different words for the same.
  private var statusInBodies: String {
    switch status {
    case "paused": "Paused"
    case "spam": "Abuse"
    case "deleted": "Deleted"
    default: "Active"
    }
  }
}
