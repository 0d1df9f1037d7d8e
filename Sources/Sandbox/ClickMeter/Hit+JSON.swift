import JSON

extension Hit {
  func json(in service: ClickMeter) -> JSONValue {
    let visitor = visitor
    let datapoint = service.datapoint(of: self)
    let conversions = credits.map { json($0, in: service) }
    var object: JSONObject = [
      "accessTime": .string(ClickMeter.text(time)),
      "type": .string(kind == .link ? "Click" : "View"),
      "entity": datapoint.map { Self.json($0, in: service) } ?? .null,
      "ip": .string(visitor.ip),
      "isUnique": Self.digit(isUnique),
      "isSpider": Self.digit(isSpider),
      "isProxy": Self.digit(visitor.isProxy),
      "browser": visitor.device.browserJSON,
      "os": Self.json(visitor.device.os),
      "location": visitor.location.json,
      "org": .string(visitor.location.provider),
      "clientLanguage": .string(visitor.location.language),
      "referer": .string(visitor.referrer.url),
      "source": [
        "id": .integer(visitor.referrer.id),
        "name": .string(visitor.referrer.name),
        "param": .string(visitor.referrer.keyword),
      ],
      "queryParams": .string(visitor.queryParameters),
      "realDestinationUrl": .string(datapoint?.url ?? ""),
      "conversions": .array(conversions),
    ]
    for place in Datapoint.slots.indices {
      object["conversion\(place + 1)"] = place < conversions.count ? conversions[place] : .null
    }
    return .object(object)
  }

  /// Yes and no as texts, as the service writes them here.
  private static func digit(_ flag: Bool) -> JSONValue { flag ? "1" : "0" }

  private func json(_ credit: Credit, in service: ClickMeter) -> JSONValue {
    let conversion = service.conversions.first { $0.id == credit.conversionID }
    return [
      "id": .integer(credit.conversionID),
      "name": .string(conversion?.name ?? ""),
      "deleted": .bool(conversion?.isDeleted ?? true),
      "accessTime": .string(ClickMeter.text(time)),
      "date": .string(ClickMeter.text(time)),
      "value": .decimal(hundredths: credit.value),
      "comcost": .decimal(hundredths: credit.commission),
      "cost": .decimal(hundredths: 0),
      "parameter": .string(parameter),
    ]
  }

  private static func json(_ datapoint: Datapoint, in service: ClickMeter) -> JSONValue {
    [
      "datapointId": .integer(datapoint.id),
      "datapointName": .string(datapoint.name),
      "datapointTitle": .string(datapoint.title),
      "datapointType": .string(datapoint.kind.rawValue),
      "datapointFavourite": .bool(datapoint.isFavorite),
      "status": .string(datapoint.status.inBodies),
      "groupId": .integer(datapoint.groupID),
      "groupName": .string(service.groups.first { $0.id == datapoint.groupID }?.name ?? ""),
      "destinationUrl": .string(datapoint.url ?? ""),
      "creationDate": .string(ClickMeter.text(datapoint.createdAt)),
      "isPublic": .bool(datapoint.switches.contains("isPublic")),
      "isABTest": .bool(datapoint.settings["isABTest"]?.bool ?? false),
      "isPrivateShared": false,
      "notes": .string(datapoint.notes),
      "tags": .array(
        service.tags(of: datapoint).map { ["id": .integer($0.id), "name": .string($0.name)] }),
    ]
  }

  fileprivate static func json(_ software: Device.Software) -> JSONValue {
    [
      "id": .integer(software.id), "name": .string(software.name),
      "familyId": .integer(software.familyID), "familyName": .string(software.family),
    ]
  }
}

extension Device {
  fileprivate var browserJSON: JSONValue {
    let object = Hit.json(browser).object ?? JSONObject()
    return .object(object.merging(["browserType": .string(platform.rawValue)]))
  }
}

extension Location {
  fileprivate var json: JSONValue {
    [
      "city": .string(city), "country": .string(country), "region": .string(region),
      "regionName": .string(region), "postalcode": .string(postalCode),
      "latitude": .decimal(hundredths: latitude), "longitude": .decimal(hundredths: longitude),
      "organization": .string(provider), "areacode": "", "metrocode": "",
    ]
  }
}
