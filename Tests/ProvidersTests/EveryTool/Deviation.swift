/// One thing in which a tool and its operation in the catalog differ.
struct Deviation: CustomStringConvertible {
  let operation: String
  /// Empty when it is about the whole operation.
  let parameter: String
  let fact: Fact
  let detail: String

  enum Fact: String {
    case requestLine, effect, encoding, place, contentType, unknown
    case type, shape, choices, minimum, maximum, `default`, required
  }

  var description: String { "\(operation) \(parameter) \(fact): \(detail)" }
}

/// A deviation that is meant.
struct KnownDeviation: CustomStringConvertible {
  let operation: String
  let parameter: String
  let fact: Deviation.Fact
  let reason: String

  private init(
    _ operation: String, _ parameter: String, _ fact: Deviation.Fact, _ reason: String
  ) {
    self.operation = operation
    self.parameter = parameter
    self.fact = fact
    self.reason = reason
  }

  static let all = [
    KnownDeviation(
      "create_project_stats_report", "", .effect, "a report is computed, nothing else changes"),
    KnownDeviation(
      "create_project_stats_report_by_model", "", .effect,
      "a report is computed, nothing else changes"),
    KnownDeviation(
      "create_smart_link_stats_report", "", .effect, "a report is computed, nothing else changes"),
    KnownDeviation(
      "create_rotator_stats_report", "", .effect, "a report is computed, nothing else changes"),
    KnownDeviation(
      "create_rotator_url_stats_report", "", .effect, "a report is computed, nothing else changes"),
    KnownDeviation(
      "update_account_settings", "", .effect,
      "filter_apply writes over the filters of every link and rotator"),
    KnownDeviation("get_project_utms", "id", .minimum, "identifiers begin at 1"),
    KnownDeviation("rename_rotator_group", "group_id", .minimum, "identifiers begin at 1"),
    KnownDeviation("delete_rotator_group", "group_id", .minimum, "identifiers begin at 1"),
    KnownDeviation("rename_link_group", "group_id", .minimum, "identifiers begin at 1"),
    KnownDeviation("rename_link_group", "subgroup_id", .minimum, "identifiers begin at 1"),
    KnownDeviation("delete_link_group", "group_id", .minimum, "identifiers begin at 1"),
    KnownDeviation("delete_link_group", "subgroup_id", .minimum, "identifiers begin at 1"),
    KnownDeviation(
      "get_aggregated_stats", "onlyFavorites", .type,
      "a text in this operation only; true and false read the same"),
    KnownDeviation(
      "authenticate_by_email", "X-API-KEY", .unknown, "the catalog tells it as authentication"),
  ]

  func covers(_ deviation: Deviation) -> Bool {
    operation == deviation.operation && parameter == deviation.parameter && fact == deviation.fact
  }

  var description: String { "\(operation) \(parameter) \(fact): \(reason)" }
}
