import JSON

extension Datapoint {
  static let fields: [FieldRule] =
    [
      FieldRule("id", .id),
      FieldRule("type", .numeral(.choice(["TrackingLink", "TrackingPixel", "0", "1"]))),
      FieldRule("title", .anyText), FieldRule("name", .anyText), FieldRule("notes", .anyText),
      FieldRule("groupId", .integer(1...Int.max)),
      FieldRule("status", .choice(Status.allCases.map(\.inBodies))),
      FieldRule("preferred", .flag),
    ]
    + switchNames.map { FieldRule($0, .flag) }
    + slots.map { FieldRule($0 + "ConversionId", .id) }

  /// Set by the service; bodies may hold them, as fetched entities do.
  static let fixedFields =
    ["creationDate", "groupName", "trackingCode", "writePermited"]
    + slots.map { $0 + "ConversionName" }

  static let linkFields: [FieldRule] =
    ["url", "firstUrl", "urlAfterClicksExpiration", "urlAfterDateExpiration"].map {
      FieldRule($0, .anyURL)
    }
    + ["hideUrlTitle", "password"].map { FieldRule($0, .anyText) }
    + [
      "appendQuery", "encodeUrl", "hideUrl", "isABTest", "pauseAfterClicksExpiration",
      "pauseAfterDateExpiration",
    ].map { FieldRule($0, .flag) }
    + [
      FieldRule("domainId", .integer(1...Int.max)),
      FieldRule("goDomainId", .id),
      FieldRule("destinationMode", .choice(destinationModes)),
      FieldRule(
        "redirectType",
        .numeral(.choice(["PermanentRedirect", "TemporaryRedirect", "301", "307"]))),
      FieldRule("referrerClean", .choice(["None", "Clean", "Myself"])),
      FieldRule("expirationClicks", .count),
      FieldRule("expirationDate", longTime),
    ]

  /// The members of a link's settings that are lists of objects.
  static let linkLists: [(name: String, fields: [FieldRule])] = [
    ("randomDestinationItems", [destination]),
    ("sequentialDestinationItems", [destination]),
    ("spilloverDestinationItems", [destination]),
    ("weightedDestinationItems", [destination, FieldRule("weight", .integer(0...100))]),
    ("urlsByLanguage", [FieldRule("languageCode", .anyText), destination]),
    ("urlsByNation", [FieldRule("nation", .anyText), destination]),
  ]

  /// Those that are objects.
  static let linkObjects: [(name: String, fields: [FieldRule])] = [
    (
      "browserDestinationItem",
      ["emailDestinationUrl", "mobileDestinationUrl", "spidersDestinationUrl"].map {
        FieldRule($0, .anyURL)
      }
    ),
    ("uniqueDestinationItem", [FieldRule("firstDestinationUrl", .anyURL)]),
  ]

  private static let destination = FieldRule("url", .anyURL)

  private static let destinationModes = [
    "Simple", "RandomDestination", "DestinationByLanguage", "SpilloverDestination", "DynamicUrl",
    "BrowserDestination", "DestinationByNation", "UniqueDestination", "SequentialDestination",
    "WeightedDestination",
  ]

  private static let longTime = FieldKind.custom(expected: "a time as YYYYMMDDHHmmss") {
    Timestamp(compact: $0, lengths: [14]) != nil
  }

  /// What is not sent becomes what it is in a new one; names, group and status stay.
  mutating func apply(_ values: JSONObject, at now: Timestamp) {
    title = values["title"]?.string ?? title
    name = values["name"]?.string ?? (name.isEmpty ? title : name)
    notes = values["notes"]?.string ?? ""
    groupID = values["groupId"]?.int ?? groupID
    isFavorite = values["preferred"]?.bool ?? false
    turn(Status.allCases.first { $0.inBodies == values["status"]?.string } ?? status, at: now)
    for name in Self.switchNames {
      if values[name]?.bool ?? false { switches.insert(name) } else { switches.remove(name) }
    }
    for (index, slot) in Self.slots.enumerated() {
      conversions[index] = values[slot + "ConversionId"]?.int ?? 0
    }
  }

  /// Takes over the settings that the body holds; a new link must come with its destination, an old
  /// one keeps it. Others that are not sent become what they are in a new one.
  mutating func applySettings(_ body: inout FieldReader, isNew: Bool) {
    let (own, other) = kind == .link ? ("typeTL", "typeTP") : ("typeTP", "typeTL")
    if body.isSent(other) {
      body.report(other, .rule("\(other) is for \(kind == .link ? "pixels" : "links") only"))
    }
    let sent = body.value(own, .object)?.object
    guard sent != nil || !isNew else { return }
    var reader = FieldReader(.json(sent ?? [:]))
    switch kind {
    case .link: applyLink(&reader, isNew: isNew)
    case .pixel: settings = reader.changes([FieldRule("parameterNote", .anyText)])
    }
    for problem in reader.problems { body.report("\(own).\(problem.field)", problem.fault) }
  }

  private mutating func applyLink(_ reader: inout FieldReader, isNew: Bool) {
    if isNew { reader.require("domainId", "redirectType", "url") }
    var values = reader.changes(Self.linkFields)
    switch values["redirectType"] {
    case "301": values["redirectType"] = "PermanentRedirect"
    case "307": values["redirectType"] = "TemporaryRedirect"
    default: break
    }
    for (name, fields) in Self.linkLists {
      values[name] = reader.each(name) { $0.changes(fields) }.map { .array($0.map { .object($0) }) }
    }
    for (name, fields) in Self.linkObjects {
      values[name] = reader.changes(in: name, fields).map { .object($0) }
    }
    scripts =
      reader.each("scripts") {
        $0.require("id")
        return $0.integer("id")
      } ?? []
    if isNew { values["firstUrl"] = values["firstUrl"] ?? values["url"] }
    var kept = Self.linkDefaults
    for name in ["url", "firstUrl", "domainId", "redirectType"] {
      kept[name] = settings[name] ?? kept[name]
    }
    settings = kept.merging(values)
    reader.reportUnknown(
      among: Self.linkFields.map(\.name) + (Self.linkLists + Self.linkObjects).map(\.name)
        + ["scripts"])
  }
}

extension ClickMeter {
  mutating func datapoint(
    _ id: Int, from members: JSONObject, _ call: Call
  ) throws(Refusal) -> Datapoint {
    var members = members
    // The service gives the id.
    members["id"] = nil
    var body = FieldReader(.json(members))
    body.require("type", "title", "groupId")
    guard let kind = Datapoint.Kind(inBody: members["type"]) else {
      _ = body.changes(Datapoint.fields)
      throw .invalid(body.problems)
    }
    if kind == .link { body.require("name", "typeTL") }
    var datapoint = Datapoint(
      id: id, kind: kind, createdAt: call.now, groupID: 0, name: "", title: "",
      settings: kind == .link ? Datapoint.linkDefaults : [:])
    try write(&body, into: &datapoint, isNew: true, call)
    return datapoint
  }

  /// Replaces the whole.
  mutating func update(
    _ datapoint: inout Datapoint, from members: JSONObject, _ call: Call
  ) throws(Refusal) {
    var body = FieldReader(.json(members))
    try write(&body, into: &datapoint, isNew: false, call)
  }

  private mutating func write(
    _ body: inout FieldReader, into datapoint: inout Datapoint, isNew: Bool, _ call: Call
  ) throws(Refusal) {
    var draft = datapoint
    let values = body.changes(Datapoint.fields)
    draft.apply(values, at: call.now)
    draft.applySettings(&body, isNew: isNew)
    let tags = sentTags(&body)
    body.reportUnknown(
      among: Datapoint.fields.map(\.name) + Datapoint.fixedFields + ["tags", "typeTL", "typeTP"])
    if !isNew {
      body.checkID(of: datapoint)
      if let type = values["type"], Datapoint.Kind(inBody: type) != datapoint.kind {
        body.report("type", .rule("type can't be changed"))
      }
    }
    checkReferences(of: draft, before: datapoint, &body)
    try body.check()
    try check(call.caller, mayChange: draft.groupID)
    draft.tags = tags.map { ids(of: $0) } ?? []
    datapoint = draft
  }

  /// Reports what the datapoint newly refers to and isn't there.
  private func checkReferences(of draft: Datapoint, before: Datapoint, _ body: inout FieldReader) {
    if draft.groupID != before.groupID,
      !groups.contains(where: { $0.id == draft.groupID && !$0.isDeleted })
    {
      body.report("groupId", .rule("groupId \(draft.groupID) does not exist"))
    }
    for (index, id) in draft.conversions.enumerated() where id != 0 {
      let field = Datapoint.slots[index] + "ConversionId"
      if !before.conversions.contains(id),
        !conversions.contains(where: { $0.id == id && !$0.isDeleted })
      {
        body.report(field, .rule("\(field) \(id) does not exist"))
      } else if draft.conversions.firstIndex(of: id) != index {
        body.report(field, .rule("\(field) \(id) is in another slot already"))
      }
    }
    for id in draft.scripts where !scripts.contains(where: { $0.id == id }) {
      body.report("typeTL.scripts", .rule("typeTL.scripts: script \(id) does not exist"))
    }
    let domain = draft.settings["domainId"]?.int
    if domain != before.settings["domainId"]?.int, !domains.contains(where: { $0.id == domain }) {
      body.report("typeTL.domainId", .rule("typeTL.domainId \(domain ?? 0) does not exist"))
    }
  }
}
