import JSON

/// A click on a tracking link or a view of a tracking pixel.
struct Hit: Sendable {
  struct Credit: Hashable, Sendable {
    let conversionID: Int
    /// In cents, as the next.
    let value: Int
    var commission: Int { value / 10 }
  }

  let datapointID: Int
  let kind: Datapoint.Kind
  let time: Timestamp
  /// Its index among the hits of its datapoint on its day.
  let index: Int
  /// Spiders are counted apart: neither their clicks nor their views are in any total.
  let isSpider: Bool
  /// Whether it is a visitor's first; never of a spider.
  let isUnique: Bool
  /// Of spiders and pixels always empty.
  var credits: [Credit]
  let chance: Seed

  var key: HitKey {
    HitKey(seconds: time.secondsSince1970, datapointID: datapointID, index: index)
  }

  var visitor: Visitor { Visitor(chance: chance, isSpider: isSpider) }

  /// What the page that counts a conversion says about it.
  var parameter: String {
    ["basket=small", "basket=medium", "basket=large"][chance.pick(0...2, 16)]
  }

  func json(in service: ClickMeter) -> JSONValue {
    let visitor = visitor
    let datapoint = service.datapoint(of: self)
    let conversions = credits.map { json($0, in: service) }
    var object: JSONObject = [
      "accessTime": .string(ClickMeter.text(time)),
      "type": .string(kind == .link ? "Click" : "View"),
      "entity": datapoint.map { Self.json($0, in: service) } ?? .null, "ip": .string(visitor.ip),
      "isUnique": Self.digit(isUnique), "isSpider": Self.digit(isSpider),
      "isProxy": Self.digit(visitor.isProxy),
      "browser": .object(
        Self.json(visitor.device.browser)
          .merging(["browserType": .string(visitor.device.platform)])),
      "os": .object(Self.json(visitor.device.os)), "location": visitor.location.json,
      "org": .string(visitor.location.provider),
      "clientLanguage": .string(visitor.location.language),
      "referer": .string(visitor.referrer.url),
      "source": [
        "id": .integer(visitor.referrer.id), "name": .string(visitor.referrer.name),
        "param": .string(visitor.referrer.keyword),
      ],
      "queryParams": .string(visitor.queryParameters),
      "realDestinationUrl": .string(datapoint?.url ?? ""), "conversions": .array(conversions),
    ]
    for index in Datapoint.slots.indices {
      object["conversion\(index + 1)"] = index < conversions.count ? conversions[index] : .null
    }
    return .object(object)
  }

  /// Yes and no as texts, as the service writes them here.
  private static func digit(_ flag: Bool) -> JSONValue { flag ? "1" : "0" }

  private func json(_ credit: Credit, in service: ClickMeter) -> JSONValue {
    let conversion = service.conversions.first { $0.id == credit.conversionID }
    let time = ClickMeter.text(time)
    return [
      "id": .integer(credit.conversionID), "name": .string(conversion?.name ?? ""),
      "deleted": .bool(conversion?.isDeleted ?? true),
      "accessTime": .string(time), "date": .string(time),
      "value": .decimal(hundredths: credit.value),
      "comcost": .decimal(hundredths: credit.commission), "cost": .decimal(hundredths: 0),
      "parameter": .string(parameter),
    ]
  }

  private static func json(_ datapoint: Datapoint, in service: ClickMeter) -> JSONValue {
    [
      "datapointId": .integer(datapoint.id), "datapointName": .string(datapoint.name),
      "datapointTitle": .string(datapoint.title), "datapointType": .string(datapoint.kind.rawValue),
      "datapointFavourite": .bool(datapoint.isFavorite),
      "status": .string(datapoint.status.inBodies), "groupId": .integer(datapoint.groupID),
      "groupName": .string(service.groupName(of: datapoint)),
      "destinationUrl": .string(datapoint.url ?? ""),
      "creationDate": .string(ClickMeter.text(datapoint.createdAt)),
      "isPublic": .bool(datapoint.switches.contains("isPublic")),
      "isABTest": .bool(datapoint.settings["isABTest"]?.bool ?? false),
      "isPrivateShared": false, "notes": .string(datapoint.notes),
      "tags": .array(
        service.tags(of: datapoint).map { ["id": .integer($0.id), "name": .string($0.name)] }),
    ]
  }

  private static func json(_ software: Device.Software) -> JSONObject {
    [
      "id": .integer(software.id), "name": .string(software.name),
      "familyId": .integer(software.familyID), "familyName": .string(software.family),
    ]
  }
}

/// Where a hit stands among all hits: by time, and what is of one second by datapoint and index.
struct HitKey: Comparable, Sendable {
  let seconds: Int
  let datapointID: Int
  let index: Int

  static let kind = FieldKind.custom(expected: "the lastKey of an earlier answer") {
    HitKey(parsing: $0) != nil
  }

  var text: String {
    [seconds, datapointID, index].map { String($0, radix: 36) }.joined(separator: "-")
  }

  static func < (left: HitKey, right: HitKey) -> Bool {
    (left.seconds, left.datapointID, left.index) < (right.seconds, right.datapointID, right.index)
  }
}

extension HitKey {
  init?(parsing text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      .compactMap { Int($0, radix: 36) }
    guard parts.count == 3, parts.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init(seconds: parts[0], datapointID: parts[1], index: parts[2])
    guard text == self.text else { return nil }
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
