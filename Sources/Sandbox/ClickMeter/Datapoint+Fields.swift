import JSON

extension Datapoint {
  /// What bodies hold of it beside its settings and tags.
  static let fields: [FieldRule] =
    [
      FieldRule("id", .id),
      FieldRule("type", .numeral(.choice(["TrackingLink", "TrackingPixel", "0", "1"]))),
      FieldRule("title", .anyText),
      FieldRule("name", .anyText),
      FieldRule("notes", .anyText),
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

  static let pixelFields = [FieldRule("parameterNote", .anyText)]

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
      FieldRule("redirectType", .numeral(.choice(redirectTypes + ["301", "307"]))),
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

  static let redirectTypes = ["PermanentRedirect", "TemporaryRedirect"]

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
