import JSON

/// What can be tagged and marked as a favourite: datapoints and groups.
protocol MarkedEntity: AnnotatedEntity {
  var name: String { get }
  /// The ids of its tags, in the order they were attached.
  var tags: [Int] { get set }
  var isFavorite: Bool { get set }
  /// As queries write it.
  var statusInQueries: String { get }
  var createdAt: Timestamp { get }
  /// The group it is, or belongs to.
  var groupID: Int { get }
}

extension MarkedEntity {
  var guardingGroup: Int? { groupID }
}
