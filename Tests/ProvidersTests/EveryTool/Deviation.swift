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
      fact: .minimum, reason: "the documents allow 0, but nothing a call could be about has it",
      places: [
        "get_project_utms/id", "update_project/project_id", "update_smart_link/link_id",
        "update_rotator/rotator_id", "list_rotator_urls/rotator_id",
        "create_rotator_url/rotator_id", "update_rotator_url/rotator_id",
        "update_rotator_url/url_id", "delete_rotator/rotator_id", "delete_rotator_url/rotator_id",
        "delete_rotator_url/url_id",
        "rename_rotator_group/group_id", "delete_rotator_group/group_id",
        "create_link_subgroup/group_id", "rename_link_group/group_id",
        "rename_link_group/subgroup_id", "delete_link_group/group_id",
        "delete_link_group/subgroup_id", "delete_custom_domain/domain_id",
      ]),
    KnownDeviation(
      fact: .type, reason: "a text in this operation only; true and false are the same on the wire",
      places: ["get_aggregated_stats/onlyFavorites"]),
    KnownDeviation(
      fact: .choices, reason: "the service's help names the two actions, its schema none",
      places: ["patch_conversion_datapoints_batch/PatchRequests"]),
  ]

  func covers(_ deviation: Deviation) -> Bool {
    fact == deviation.fact && places.contains(deviation.place)
  }
}
