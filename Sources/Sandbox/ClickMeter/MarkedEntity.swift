import JSON

/// An entity whose whole may hold what the service knows elsewhere.
protocol WholeEntity: MeterEntity {
  func json(in service: ClickMeter, for caller: Caller) -> JSONValue
}

/// What can be tagged, marked as a favourite and annotated: datapoints and groups.
protocol MarkedEntity: WholeEntity {
  var name: String { get }
  /// The ids of its tags, in the order they were attached.
  var tags: [Int] { get set }
  var isFavorite: Bool { get set }
  var notes: String { get set }
  /// As queries write it.
  var statusInQueries: String { get }
  var createdAt: Timestamp { get }
  /// The group it is, or belongs to.
  var groupID: Int { get }
}

extension MarkedEntity {
  var guardingGroup: Int? { groupID }
}
