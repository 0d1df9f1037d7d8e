/// One thing in which a tool and its operation in the catalog differ.
struct Deviation: CustomStringConvertible {
  let operation: String
  /// Empty when it is about the whole operation.
  let parameter: String
  let fact: Fact
  let detail: String

  enum Fact: String {
    case requestLine, effect, encoding, place, contentType, unknown
    case type, shape, choices, minimum, maximum, `default`, clearable, required
  }

  /// Where it is: the operation, and behind a slash the parameter.
  var place: String { parameter.isEmpty ? operation : "\(operation)/\(parameter)" }

  var description: String { "\(place) \(fact): \(detail)" }
}

/// Deviations that are meant, all for the same reason.
struct KnownDeviation {
  let fact: Deviation.Fact
  let reason: String
  /// Operations, with a parameter behind a slash where it is about one.
  let places: [String]

  static let all = [
    KnownDeviation(
      fact: .effect, reason: "a report is computed, and nothing else changes",
      places: [
        "create_project_stats_report", "create_project_stats_report_by_model",
        "create_smart_link_stats_report", "create_rotator_stats_report",
        "create_rotator_url_stats_report",
      ]),
    KnownDeviation(
      fact: .effect, reason: "filter_apply writes over the filters of every link and rotator",
      places: ["update_account_settings"]),
    KnownDeviation(
      fact: .required, reason: "the documents' own sample leaves it out, and say what happens then",
      places: ["create_rotator/rotator_slug", "create_rotator/rotator_mode"]),
    KnownDeviation(
      fact: .type, reason: "a text in this operation only; true and false are the same on the wire",
      places: ["get_aggregated_stats/onlyFavorites"]),
    KnownDeviation(
      fact: .choices, reason: "the service's help names the two actions, its schema none",
      places: ["patch_conversion_datapoints_batch/PatchRequests"]),
    KnownDeviation(
      fact: .clearable, reason: "the notes are all that is sent: an empty text removes them",
      places: [
        "set_datapoint_notes/Text", "set_group_notes/Text", "set_conversion_notes/Text",
      ]),
    KnownDeviation(
      fact: .clearable, reason: "the whole object is sent: an empty list is what it has then",
      places: [
        "update_group/tags", "update_datapoint/tags", "update_datapoint/scripts",
        "update_datapoint/randomDestinationItems", "update_datapoint/sequentialDestinationItems",
        "update_datapoint/spilloverDestinationItems", "update_datapoint/weightedDestinationItems",
        "update_datapoint/urlsByLanguage", "update_datapoint/urlsByNation",
      ]),
  ]

  func covers(_ deviation: Deviation) -> Bool {
    fact == deviation.fact && places.contains(deviation.place)
  }
}
