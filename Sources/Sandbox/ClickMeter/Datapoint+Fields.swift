import JSON

extension Datapoint {
  /// What bodies hold of it beside its settings and tags.
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

  /// Set by the service; a body may hold them, because bodies are often fetched entities.
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
}

extension Datapoint {
  /// Takes over what `fields` read.
  mutating func apply(_ values: JSONObject, at now: Timestamp) {
    title = values["title"]?.string ?? title
    name = values["name"]?.string ?? (name.isEmpty ? title : name)
    notes = values["notes"]?.string ?? notes
    groupID = values["groupId"]?.int ?? groupID
    isFavorite = values["preferred"]?.bool ?? isFavorite
    turn(Status.allCases.first { $0.inBodies == values["status"]?.string } ?? status, at: now)
    for name in Self.switchNames {
      guard let isOn = values[name]?.bool else { continue }
      if isOn { switches.insert(name) } else { switches.remove(name) }
    }
    for (index, slot) in Self.slots.enumerated() {
      conversions[index] = values[slot + "ConversionId"]?.int ?? conversions[index]
    }
  }

  /// Takes over the settings that the body holds; a new link must come with its destination.
  mutating func applySettings(_ body: inout FieldReader, isNew: Bool) {
    let (own, other) = kind == .link ? ("typeTL", "typeTP") : ("typeTP", "typeTL")
    if body.isSent(other) {
      body.report(other, .rule("\(other) is for \(kind == .link ? "pixels" : "links") only"))
    }
    guard let sent = body.value(own, .object)?.object else { return }
    var reader = FieldReader(.json(sent))
    switch kind {
    case .link: applyLink(&reader, isNew: isNew)
    case .pixel: settings = settings.merging(reader.changes([FieldRule("parameterNote", .anyText)]))
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
      } ?? scripts
    if isNew { values["firstUrl"] = values["firstUrl"] ?? values["url"] }
    settings = settings.merging(values)
    reader.reportUnknown(
      among: Self.linkFields.map(\.name) + (Self.linkLists + Self.linkObjects).map(\.name)
        + ["scripts"])
  }
}
