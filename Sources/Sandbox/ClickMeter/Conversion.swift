import JSON

/// Something that visitors do at the end, counted where its code is placed: a purchase, a sign-up.
struct Conversion: AnnotatedEntity, WritableEntity {
  static let noun = "Conversion"
  static let collection = "conversions"
  static let firstID = 7001

  let id: Int
  var name: String
  var description: String
  /// What one is worth, in cents.
  var value: Int
  /// Over which the code is loaded: `Http` or `Https`.
  var loadsOver: String
  var notes = ""
  let createdAt: Timestamp
  /// A deleted one keeps its figures and is still read, but neither changed nor counted.
  var isDeleted = false

  var label: String { name }

  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    var object: JSONObject = [
      "id": .integer(id), "name": .string(name), "description": .string(description),
      "value": .decimal(hundredths: value), "protocol": .string(loadsOver),
      "code": .string(code), "creationDate": .string(ClickMeter.text(createdAt)),
      "deleted": .bool(isDeleted),
    ]
    if !notes.isEmpty { object["notes"] = .string(notes) }
    return .object(object)
  }

  private var code: String {
    let scheme = loadsOver.lowercased()
    return "<img src=\"\(scheme)://www.clickmeter.com/conversion.aspx?id=\(id)\" />"
  }
}

extension Conversion {
  init(id: Int, for call: Call, in service: ClickMeter) {
    self.init(id: id, name: "", description: "", value: 0, loadsOver: "Http", createdAt: call.now)
  }

  /// What is not sent becomes what it is in a new one; the name stays.
  mutating func write(_ body: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner) {
    if isNew { body.require("name") }
    name = body.text("name") ?? name
    description = body.text("description") ?? ""
    loadsOver = body.choice("protocol", of: ["Http", "Https"]) ?? "Http"
    value = body.value("value", .amount)?.int ?? 0
    body.checkID(of: self)
    body.reportUnknown(among: [
      "name", "description", "protocol", "value", "id", "code", "creationDate", "deleted", "notes",
    ])
  }

  /// Six, oldest first; the last is deleted.
  static func initial(now: Timestamp) -> [Conversion] {
    profiles.enumerated().map { index, profile in
      Conversion(
        id: firstID + index, name: profile.name, description: profile.description,
        value: profile.value, loadsOver: index == 3 ? "Http" : "Https",
        createdAt: Timestamp(
          now.date.adding(days: -660 + index * 7), hour: 9 + index, minute: 10 * index),
        isDeleted: index == profiles.count - 1)
    }
  }

  /// The ids of those that the link at that index is tied to, in most cases up to three.
  static func initialIDs(ofLinkAt index: Int) -> [Int] {
    profiles.indices.filter { (index + 1) % profiles[$0].every == 0 }.map { firstID + $0 }
  }

  /// One link in `every` is tied to it.
  private static let profiles: [(name: String, description: String, value: Int, every: Int)] = [
    ("Purchase", "An order is paid, any basket", 4900, 1),
    ("Newsletter signup", "The address is confirmed", 250, 2),
    ("Trial started", "Fourteen days, no card", 1200, 6),
    ("Lead form", "The contact form is sent", 800, 8),
    ("Webinar seat", "A seat is booked", 1500, 12),
    ("Old checkout", "The checkout before the new shop", 3900, 7),
  ]
}

extension ClickMeter {
  static let conversionRoutes: [Route<ClickMeter>] =
    Route.lists("/conversions", listConversions) + [
      .whole(conversionPath, \.conversions),
      .create("/conversions", \.conversions),
      .update(conversionPath, by: "POST", \.conversions),
      .delete(
        conversionPath,
        Route.changing(\.conversions) { _, conversion, _ in conversion.isDeleted = true }),
      .notes(conversionPath, \.conversions),
      .list(tiedPath, listTied, row: \.reference),
      .count(tiedPath + "/count", listTied),
      .put(tiedPath + "/patch", Route.changing(\.conversions, patchDatapoint)),
      .put(tiedPath + "/batch/patch", Route.changing(\.conversions, patchDatapoints)),
    ]

  private static let conversionPath = "/conversions/{conversionId}"
  private static let tiedPath = conversionPath + "/datapoints"

  private func listConversions(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Conversion] {
    let isInTime = query.creationFilter()
    let found = conversions(matching: &query)
    try query.check()
    return found.filter { isInTime($0.createdAt) }
  }

  private static let listTied = datapoints(of: \.conversions) { $0.conversions.contains($1.id) }

  private static let patchDatapoint: Change<Conversion> = {
    service, conversion, call throws(Refusal) in
    var body = try call.json()
    let patch = Patch(&body)
    try body.check()
    if let patch { try service.apply([patch], to: conversion) }
  }

  private static let patchDatapoints: Change<Conversion> = {
    service, conversion, call throws(Refusal) in
    var body = try call.json()
    // Public clients send `list`.
    let name = body.isSent("list") ? "list" : "PatchRequests"
    body.require(name)
    let patches = body.each(name) { Patch(&$0) }
    try body.check()
    try service.apply(patches ?? [], to: conversion)
  }

  /// All of them, or none when one can't be: the datapoint isn't there, or has no free slot.
  private mutating func apply(_ patches: [Patch], to conversion: Conversion) throws(Refusal) {
    let before = datapoints.filter { $0.conversions.contains(conversion.id) }.map(\.id)
    var after = before
    for patch in patches {
      for id in patch.ids where try datapoints.entity(id).isDeleted && id == patch.incoming {
        throw .notFound(Datapoint.noun)
      }
      after = patch.applied(to: after) { $0 }
    }
    let new = datapoints.filter { after.contains($0.id) && !before.contains($0.id) }
    guard new.allSatisfy({ $0.conversions.contains(0) }) else {
      let sentence = "a datapoint is tied to at most \(Datapoint.slots.count) conversions"
      throw .invalid([FieldProblem(field: "Id", fault: .rule(sentence))])
    }
    for index in datapoints.indices {
      datapoints[index].setTie(to: conversion.id, after.contains(datapoints[index].id))
    }
  }
}
